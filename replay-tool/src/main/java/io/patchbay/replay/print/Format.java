package io.patchbay.replay.print;

/**
 * How a command prints.
 */
public enum Format {
    /** One JSON object a line. */
    json,
    /** A table for a person. */
    text
}
