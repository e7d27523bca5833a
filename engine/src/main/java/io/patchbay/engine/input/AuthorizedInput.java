package io.patchbay.engine.input;


/**
 * Record of an authorization that succeeded.
 */
public final class AuthorizedInput extends Input {
    /** Index of the session's session-opened record. */
    public long session;
    /** The principal of the token. */
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
