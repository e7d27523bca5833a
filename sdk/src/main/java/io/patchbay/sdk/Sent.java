package io.patchbay.sdk;

/**
 * What became of a frame offered to a {@link DirectClient}: back pressure is a return value.
 */
public enum Sent {
    /** It is on its way, in order. */
    OK,
    /** There is no room now: poll, then offer it again. */
    BACK_PRESSURED,
    /** There is no registered connection: poll, then offer it again. */
    NOT_REGISTERED,
    /** It is larger than the server takes; offering it again will not help. */
    TOO_LARGE
}
