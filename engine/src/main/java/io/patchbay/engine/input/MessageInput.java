package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message to service[@version]:method.
 */
public final class MessageInput extends Input {
    /** The sending instance. */
    public long from;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Service[@version]:method, well formed. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Where to answer, empty = one-way. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** Chooses the instance, empty = none. */
    public final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    /** Carried along, empty = none. */
    public final UnsafeBuffer traceparent = new UnsafeBuffer(0, 0);
    /** As given, 0 = the default. */
    public int timeoutMs;
    /** Acknowledge it. */
    public boolean ack;
    /** Of the payload, see Encoding. */
    public byte encoding;
    /** Bytes as received. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    @Override
    public RecordKind kind() {
        return RecordKind.MESSAGE;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.message(this);
    }
}
