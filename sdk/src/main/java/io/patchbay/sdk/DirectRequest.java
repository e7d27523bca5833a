package io.patchbay.sdk;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A request as {@link DirectHandler#onRequest} sees it: views into the receive buffer, reused, valid during the call.
 */
public final class DirectRequest {
    /** Index of the message. */
    public long index;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Epoch nanoseconds. */
    public long deadlineNs;
    /** See {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** As the sender wrote it. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Who asks. */
    public final UnsafeBuffer consumer = new UnsafeBuffer(0, 0);
    /** Where the answer goes, empty = one-way: nobody waits. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** Empty = none. */
    public final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    /** Empty = none. */
    public final UnsafeBuffer traceparent = new UnsafeBuffer(0, 0);
    /** The bytes sent. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    /**
     * Where in {@link #destination} the method's name begins.
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
