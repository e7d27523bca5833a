package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * A connection said its first authorize or register. A session's number is the index of this record.
 */
public final class SessionOpenedInput extends Input {
    /** Index of the gateway's gateway-started record. */
    public long gateway;
    /** Its name, s-…, as connect announced it. */
    public String session = "";
    /** Tcp or websocket. */
    public String transport = "";
    /** Address and port of the peer. */
    public String remote = "";

    @Override
    public RecordKind kind() {
        return RecordKind.SESSION_OPENED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.sessionOpened(this);
    }
}
