package io.patchbay.sdk;

/**
 * Thrown if a frame was sent, the connection was lost, and the client could not learn what became of the frame. Either no server
 * could be asked in time, or a server did not know the message and it was too late to send it again, or the frame was a
 * broadcast, which has no status. Repeating it is safe only if doing it twice does no harm. {@link Client#status} may report more
 * later.
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
