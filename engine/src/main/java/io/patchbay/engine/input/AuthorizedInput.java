package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * A token was right.
 */
public final class AuthorizedInput extends Input {
    /** Index of session-opened. */
    public long session;
    /** Whose token. */
    public String principal = "";

    @Override
    public RecordKind kind() {
        return RecordKind.AUTHORIZED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.authorized(this);
    }
}
