package io.patchbay.sdk.direct;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A request as passed to {@link DirectHandler#onRequest}. Its buffers are views into the receive buffer; the object is reused and
 * valid only during the call.
 */
public final class DirectRequest {
    /** Index of the message's record. */
    public long index;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Deadline in nanoseconds since the epoch. */
    public long deadlineNs;
    /** Encoding of the payload, see {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** The destination as the sender wrote it. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Name of the sender. */
    public final UnsafeBuffer consumer = new UnsafeBuffer(0, 0);
    /** The responder for the reply; empty for a one-way message, which nobody answers. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** The key that chose the instance; empty for none. */
    public final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    /** The trace context; empty for none. */
    public final UnsafeBuffer traceparent = new UnsafeBuffer(0, 0);
    /** The payload. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    /**
     * Returns the offset in {@link #destination} at which the method's name begins.
     *
     * @return the offset after the colon.
     */
    public int methodOffset() {
        int at = destination.capacity();
        while (at > 0 && destination.getByte(at - 1) != ':') {
            at--;
        }
        return at;
    }

    DirectRequest() {
    }
}
