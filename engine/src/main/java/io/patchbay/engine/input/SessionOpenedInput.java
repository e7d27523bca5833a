package io.patchbay.engine.input;


/**
 * Record of a connection's first authorize or register. The session's number is the index of this record.
 */
public final class SessionOpenedInput extends Input {
    /** Id of the gateway, the index of its gateway-started record. */
    public long gateway;
    /** Name of the session, {@code s-…}, as in its connect frame. */
    public String session = "";
    /** {@code tcp} or {@code websocket}. */
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
