package io.patchbay.sdk.exceptions;


/**
 * Thrown if a bound of this client is reached ({@code ClientContext.maxPending(int)}, {@code ClientContext.maxQueuedBytes(int)}).
 * Nothing was sent; try again later, or send more slowly. Without a connection, these bounds limit what the client keeps for the
 * next one.
 */
public final class BufferFullException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened.
     */
    public BufferFullException(final String message) {
        super(message);
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
