package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A custom event.
 */
public final class EmitInput extends Input {
    /** The sending instance. */
    public long from;
    /** Name of the event. */
    public final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    /** Acknowledge it. */
    public boolean ack;
    /** Of the payload, see Encoding. */
    public byte encoding;
    /** Bytes as received. */
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
