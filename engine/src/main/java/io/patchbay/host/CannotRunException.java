package io.patchbay.host;

/**
 * Something outside keeps a process from running, and an operator can mend it; the message says what, where, and what to do.
 */
public final class CannotRunException extends RuntimeException {
    /**
     * With what the operator is to read.
     *
     * @param message one line.
     */
    public CannotRunException(final String message) {
        super(message);
    }
}
