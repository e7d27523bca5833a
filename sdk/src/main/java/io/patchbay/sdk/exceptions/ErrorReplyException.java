package io.patchbay.sdk.exceptions;

/**
 * Thrown if the service answered with an error. A handler throws it to answer with an error: the caller's call then fails with
 * the same code.
 */
public final class ErrorReplyException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    /**
     * Creates an error with which a service answers.
     *
     * @param code error code for programs, chosen by the service's author.
     * @param text text for a person.
     */
    public ErrorReplyException(final String code, final String text) {
        super(code + ": " + text);
        this.code = code;
        this.text = text;
    }

    /**
     * Returns the service's error code.
     *
     * @return the code as the service sent it.
     */
    public String code() {
        return code;
    }

    /**
     * Returns the service's text for a person.
     *
     * @return the text as the service sent it.
     */
    public String text() {
        return text;
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
