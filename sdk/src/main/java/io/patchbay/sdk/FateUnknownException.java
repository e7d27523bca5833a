package io.patchbay.sdk;

/**
 * It was sent, the connection died, and it could not be learnt what became of it: no server to ask in time, or a frame that
 * carries no id to ask by.
 */
public final class FateUnknownException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    FateUnknownException(final String message) {
        super(message);
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
