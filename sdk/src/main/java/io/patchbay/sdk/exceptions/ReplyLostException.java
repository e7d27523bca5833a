package io.patchbay.sdk.exceptions;

/**
 * Thrown if the service answered after the connection was lost, so that the reply did not arrive. The call has taken effect.
 */
public final class ReplyLostException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final String index;

    /**
     * Creates the exception.
     *
     * @param destination of the request.
     * @param index       of the record that ended it.
     */
    public ReplyLostException(final String destination, final String index) {
        super(destination + ": answered at " + index + ", but the reply was lost with the connection");
        this.index = index;
    }

    /**
     * Returns the index of the answer in the journal. {@code ./patchbay replay export --from INDEX} shows the record.
     *
     * @return the index of the record that ended the request.
     */
    public String index() {
        return index;
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
