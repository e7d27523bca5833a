package io.patchbay.sdk.exceptions;


/**
 * Thrown if a frame was sent, the connection was lost, and the client could not learn what became of the frame. There are three
 * cases:
 * <ul>
 * <li>no server could be asked in time;</li>
 * <li>a server did not know the message, and it was too late to send it again;</li>
 * <li>the frame was a broadcast, which has no status.</li>
 * </ul>
 *
 * <p>Repeating it is safe only if doing it twice does no harm. {@code Client.status} may report more later.
 */
public final class FateUnknownException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened.
     */
    public FateUnknownException(final String message) {
        super(message);
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
