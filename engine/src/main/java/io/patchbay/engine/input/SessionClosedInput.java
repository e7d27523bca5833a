package io.patchbay.engine.input;

import io.patchbay.protocol.DisconnectReason;

/**
 * Record of a connection's end. Its instance, if still registered, leaves.
 */
public final class SessionClosedInput extends Input {
    /** Index of the session's session-opened record. */
    public long session;
    /** Id of its instance, the index of the registration; 0 if it never registered. */
    public long instance;
    /** The reason. */
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
