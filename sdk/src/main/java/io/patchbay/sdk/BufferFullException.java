package io.patchbay.sdk;

/**
 * A bound of this client is reached ({@link ClientContext#maxPending(int)}, {@link ClientContext#maxQueuedBytes(int)}): nothing
 * was sent. Try again later, or slow down. While there is no connection, that is how much a client keeps for the next one.
 */
public final class BufferFullException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    BufferFullException(final String message) {
        super(message);
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
