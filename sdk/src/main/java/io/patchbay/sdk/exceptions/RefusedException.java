package io.patchbay.sdk.exceptions;

import io.patchbay.protocol.ErrorCode;

/**
 * Thrown if the server refused a frame with an error, or the SDK found before sending that the server would. Nobody acted on the
 * frame.
 */
public final class RefusedException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String field;

    /**
     * Creates the exception.
     *
     * @param code  the error code.
     * @param field the field that was wrong; empty if none was.
     * @param text  the sentence for a person.
     */
    public RefusedException(final ErrorCode code, final String field, final String text) {
        super(code + (field.isEmpty() ? "" : " (" + field + ")") + ": " + text);
        this.code = code;
        this.field = field;
    }

    /**
     * Returns the error code, for example {@code duplicate}, {@code overloaded} or {@code forbidden}.
     *
     * @return the code.
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * Returns the name of the frame's field at fault.
     *
     * @return name of the field; empty if no single field is at fault.
     */
    public String field() {
        return field;
    }

    /**
     * Returns {@code true} only for {@code duplicate}. A refused frame itself has no effect, but the message first sent under its
     * id may have been acted on.
     */
    @Override
    public boolean mayHaveActed() {
        return code == ErrorCode.DUPLICATE;
    }
}
