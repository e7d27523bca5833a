package io.patchbay.data;

/**
 * Thrown if the data directory cannot be used. The message is one line for the operator: what is wrong, where, and what to do.
 */
public final class DataDirectoryException extends RuntimeException {
    /**
     * Creates an exception without a cause.
     *
     * @param message one line for the operator.
     */
    public DataDirectoryException(final String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message one line for the operator.
     * @param cause   the file system's exception.
     */
    public DataDirectoryException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
