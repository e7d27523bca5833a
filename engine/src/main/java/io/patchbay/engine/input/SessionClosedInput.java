package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;
import io.patchbay.protocol.DisconnectReason;

/**
 * A connection ended; its instance, if it is still there, goes with it.
 */
public final class SessionClosedInput extends Input {
    /** Index of session-opened. */
    public long session;
    /** Index of its registration, 0 if it never registered. */
    public long instance;
    /** Why. */
    public DisconnectReason reason = DisconnectReason.CLOSED;

    @Override
    public RecordKind kind() {
        return RecordKind.SESSION_CLOSED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.sessionClosed(this);
    }
}
