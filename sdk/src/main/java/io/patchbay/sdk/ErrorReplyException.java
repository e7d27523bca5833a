package io.patchbay.sdk;

/**
 * The service answered with an error. Thrown by a handler, it is the answer: the caller's call fails with the same code.
 */
public final class ErrorReplyException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    /**
     * An error as a service gives it.
     *
     * @param code for programs, chosen by the service's author.
     * @param text for a person.
     */
    public ErrorReplyException(final String code, final String text) {
        super(code + ": " + text);
        this.code = code;
        this.text = text;
    }

    /**
     * The service's code.
     *
     * @return as the service sent it.
     */
    public String code() {
        return code;
    }

    /**
     * The service's text.
     *
     * @return as the service sent it.
     */
    public String text() {
        return text;
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
