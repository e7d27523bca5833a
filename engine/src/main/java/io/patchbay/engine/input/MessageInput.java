package io.patchbay.engine.input;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Record of a message to {@code service[@version]:method}.
 */
public final class MessageInput extends Input {
    /** Id of the sending instance. */
    public long from;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Destination {@code service[@version]:method}, well formed. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** The name to which the answer goes; empty = one-way. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** Key that chooses the instance; empty = none. */
    public final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    /** Trace context, passed on unchanged; empty = none. */
    public final UnsafeBuffer traceparent = new UnsafeBuffer(0, 0);
    /** Timeout as the sender gave it, in milliseconds; 0 = the default. */
    public int timeoutMs;
    /** Whether the frame asks for an ack. */
    public boolean ack;
    /** Encoding of the payload; see {@code Encoding}. */
    public byte encoding;
    /** The payload's bytes as received. */
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
