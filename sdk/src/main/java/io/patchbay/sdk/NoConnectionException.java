package io.patchbay.sdk;

/**
 * The first connection of a client failed: nobody listens there, the token was refused, or the registration was.
 */
public final class NoConnectionException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    NoConnectionException(final String message, final boolean refused) {
        super(message);
        this.refused = refused;
    }

    /**
     * Was there a server that said no?
     *
     * @return true if it refused the token or the registration, false if it could not be reached.
     */
    public boolean isRefused() {
        return refused;
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
