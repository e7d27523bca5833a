package io.patchbay.sdk;

/**
 * It was sent, the connection died, and it could not be learnt what became of it: no server to ask in time, a server that does
 * not know it (any more) when it is too late to send it again, or a broadcast, which cannot be asked for. To repeat it is safe
 * only where doing it twice does no harm; {@link Client#status} may know more later.
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
