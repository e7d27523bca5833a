package io.patchbay.replay;

/**
 * How a command prints.
 */
enum Format {
    /** One JSON object a line. */
    json,
    /** A table for a person. */
    text
}
