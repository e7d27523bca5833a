package io.patchbay.sdk.direct;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

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
    public final DirectBuffer destination;
    /** Name of the sender. */
    public final DirectBuffer consumer;
    /** The responder for the reply; empty for a one-way message, which nobody answers. */
    public final DirectBuffer responder;
    /** The key that chose the instance; empty for none. */
    public final DirectBuffer key;
    /** The trace context; empty for none. */
    public final DirectBuffer traceparent;
    /** The payload. */
    public final DirectBuffer payload;

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

    DirectRequest(final Supplier<DirectBuffer> views) {
        destination = views.get();
        consumer = views.get();
        responder = views.get();
        key = views.get();
        traceparent = views.get();
        payload = views.get();
    }
}
