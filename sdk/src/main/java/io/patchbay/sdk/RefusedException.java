package io.patchbay.sdk;

import io.patchbay.protocol.ErrorCode;

/**
 * The server answered a frame with an error, or the SDK saw before sending that it would: nobody acted on it.
 */
public final class RefusedException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String field;

    RefusedException(final ErrorCode code, final String field, final String text) {
        super(code + (field.isEmpty() ? "" : " (" + field + ")") + ": " + text);
        this.code = code;
        this.field = field;
    }

    /**
     * The code of the contract, for example duplicate, overloaded or forbidden.
     *
     * @return the code.
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * The field of the frame that is at fault.
     *
     * @return its name, empty where no single one is.
     */
    public String field() {
        return field;
    }

    /**
     * A refused frame had no effect. For {@code duplicate} that holds for this frame; the message first sent under its id may
     * have been acted on.
     */
    @Override
    public boolean mayHaveActed() {
        return code == ErrorCode.DUPLICATE;
    }
}
