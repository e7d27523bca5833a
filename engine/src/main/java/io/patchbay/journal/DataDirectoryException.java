package io.patchbay.journal;

/**
 * The data directory cannot be used. The message is one line for the operator: what, where, and what to do.
 */
public final class DataDirectoryException extends RuntimeException {
    /**
     * Made by {@link DataDirectory}.
     *
     * @param message one line for the operator.
     */
    public DataDirectoryException(final String message) {
        super(message);
    }

    /**
     * Made by {@link DataDirectory}.
     *
     * @param message one line for the operator.
     * @param cause   what the file system said.
     */
    public DataDirectoryException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
