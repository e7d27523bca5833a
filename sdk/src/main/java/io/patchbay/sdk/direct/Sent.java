package io.patchbay.sdk.direct;

/**
 * The result of offering a frame to a {@link DirectClient}. Back pressure is a return value, not an exception.
 */
public enum Sent {
    /** The frame was sent, in order. */
    OK,
    /** There is no room now. Poll, then offer the frame again. */
    BACK_PRESSURED,
    /** The client is not registered. Poll, then offer the frame again. */
    NOT_REGISTERED,
    /** The frame is larger than the server accepts. Offering it again does not help. */
    TOO_LARGE
}
