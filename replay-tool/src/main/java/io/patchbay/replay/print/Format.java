package io.patchbay.replay.print;

/**
 * The output formats of the replay tool.
 */
public enum Format {
    /** One JSON object a line. */
    json,
    /** A table for a person. */
    text
}
