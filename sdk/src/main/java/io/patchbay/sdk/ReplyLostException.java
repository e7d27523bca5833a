package io.patchbay.sdk;

/**
 * The service answered, but the connection had died by then, so the reply went to nobody. The effects of the call are there.
 */
public final class ReplyLostException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final String index;

    ReplyLostException(final String destination, final String index) {
        super(destination + ": answered at " + index + ", but the reply was lost with the connection");
        this.index = index;
    }

    /**
     * Where in the journal the answer is: {@code ./patchbay replay export --from INDEX} shows it.
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
