package io.patchbay.engine.input;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Record of a broadcast.
 */
public final class BroadcastInput extends Input {
    /** Id of the sending instance. */
    public long from;
    /** Whether the frame has an id. */
    public boolean hasId;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Whether the frame asks for an ack. */
    public boolean ack;
    /** Encoding of the payload; see {@code Encoding}. */
    public byte encoding;
    /** The payload's bytes as received. */
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
