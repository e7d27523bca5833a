package io.patchbay.sdk.exceptions;

/**
 * Thrown if the first connection of a client failed: no server accepted it, or the server refused the token or the registration.
 */
public final class NoConnectionException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    /**
     * Creates the exception.
     *
     * @param message what happened.
     * @param refused whether a server refused the client.
     */
    public NoConnectionException(final String message, final boolean refused) {
        super(message);
        this.refused = refused;
    }

    /**
     * Returns whether a server refused the client.
     *
     * @return {@code true} if the server refused the token or the registration, {@code false} if no server could be reached.
     */
    public boolean isRefused() {
        return refused;
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
