package io.patchbay.engine.input;

import io.patchbay.protocol.ErrorCode;

/**
 * Record of a refusal for a missing right, written for the audit only. Never holds a token.
 */
public final class RefusedInput extends Input {
    /** Index of the session's session-opened record; 0 = none. */
    public long session;
    /** The principal; empty = unknown. */
    public String principal = "";
    /** Address of the peer. */
    public String remote = "";
    /** The error code that the client received. */
    public ErrorCode code = ErrorCode.FORBIDDEN;
    /** The frame and what it asked for, for people to read. */
    public String what = "";
    /** Number of refusals from this address since the last such record that were counted and not recorded. */
    public long uncounted;

    @Override
    public RecordKind kind() {
        return RecordKind.REFUSED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.refused(this);
    }
}
