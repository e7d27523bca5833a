package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;
import io.patchbay.protocol.ErrorCode;

/**
 * Something was refused for want of a right, written for the audit only. Never holds a token.
 */
public final class RefusedInput extends Input {
    /** Index of session-opened, 0 = none. */
    public long session;
    /** Who, empty = unknown. */
    public String principal = "";
    /** Address of the peer. */
    public String remote = "";
    /** As told to the client. */
    public ErrorCode code = ErrorCode.FORBIDDEN;
    /** The frame and what it wanted, for a person. */
    public String what = "";
    /** Refusals from this address since the last such record that were only counted. */
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
