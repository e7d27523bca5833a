package io.patchbay.sdk.exceptions;

/**
 * Thrown if a frame never reached the journal, because there was no connection before its timeout, or the client was closed
 * first. Nobody acted on it.
 */
public final class NotSentException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened.
     */
    public NotSentException(final String message) {
        super(message);
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
