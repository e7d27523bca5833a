package io.patchbay.host;

/**
 * Thrown where a process cannot run because of something that an operator can repair. The message says what is wrong, where, and
 * what to do.
 */
public final class CannotRunException extends RuntimeException {
    /**
     * Creates an exception with a message for the operator.
     *
     * @param message one line.
     */
    public CannotRunException(final String message) {
        super(message);
    }
}
