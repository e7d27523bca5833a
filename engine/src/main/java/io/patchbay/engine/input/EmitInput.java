package io.patchbay.engine.input;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Record of a custom event.
 */
public final class EmitInput extends Input {
    /** Id of the sending instance. */
    public long from;
    /** Name of the event. */
    public final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    /** Whether the frame asks for an ack. */
    public boolean ack;
    /** Encoding of the payload; see {@code Encoding}. */
    public byte encoding;
    /** The payload's bytes as received. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    @Override
    public RecordKind kind() {
        return RecordKind.EMIT;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.emit(this);
    }
}
