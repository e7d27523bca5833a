package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A broadcast.
 */
public final class BroadcastInput extends Input {
    /** The sending instance. */
    public long from;
    /** Is there an id. */
    public boolean hasId;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Acknowledge it. */
    public boolean ack;
    /** Of the payload, see Encoding. */
    public byte encoding;
    /** Bytes as received. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    @Override
    public RecordKind kind() {
        return RecordKind.BROADCAST;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.broadcast(this);
    }
}
