package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A copy of those fields of a waiting message that a routed message need not keep. Destination, responder and id are in its
 * {@link OpenRequest}.
 */
final class HeldMessage {
    /** Added to the size of each waiting message, so that a limit in bytes also bounds the number of messages. */
    private static final int OVERHEAD_BYTES = 512;

    @NotHashed("that of the lobby")
    final ExpectedService service;
    private final byte[] bytes;
    private final int keyLength;
    private final int traceparentLength;
    private final int timeoutMs;
    private final byte encoding;
    @NotHashed("a sum")
    private final int sizeBytes;

    HeldMessage(final ExpectedService service, final MessageInput in) {
        this.service = service;
        keyLength = in.key.capacity();
        traceparentLength = in.traceparent.capacity();
        timeoutMs = in.timeoutMs;
        encoding = in.encoding;
        bytes = new byte[keyLength + traceparentLength + in.payload.capacity()];
        in.key.getBytes(0, bytes, 0, keyLength);
        in.traceparent.getBytes(0, bytes, keyLength, traceparentLength);
        in.payload.getBytes(0, bytes, keyLength + traceparentLength, in.payload.capacity());
        sizeBytes = sizeBytes(in);
    }

    /** Returns how many bytes a message counts for while it waits: its payload, its texts, and {@link #OVERHEAD_BYTES}. */
    static int sizeBytes(final MessageInput in) {
        return OVERHEAD_BYTES + in.payload.capacity() + in.key.capacity() + in.traceparent.capacity()
            + in.destination.capacity() + in.responder.capacity();
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /**
     * Fills a carrier with the message as it was recorded, except for the record's time and the request for an ack, which has
     * been sent.
     */
    void copyTo(final MessageInput out, final OpenRequest request) {
        out.index = request.index;
        out.from = request.asker.id;
        out.idHi = request.idHi;
        out.idLo = request.idLo;
        request.wrapDestination(out.destination);
        request.wrapResponder(out.responder);
        wrap(out.key, 0, keyLength);
        wrap(out.traceparent, keyLength, traceparentLength);
        wrap(out.payload, keyLength + traceparentLength, bytes.length - keyLength - traceparentLength);
        out.timeoutMs = timeoutMs;
        out.encoding = encoding;
        out.ack = false;
    }

    private void wrap(final UnsafeBuffer view, final int offset, final int length) {
        view.wrap(bytes, offset, length);
    }

    void write(final StateSink to) {
        to.number(timeoutMs);
        to.octet(encoding & 0xff);
        to.bytes(bytes, 0, keyLength);
        to.bytes(bytes, keyLength, traceparentLength);
        to.bytes(bytes, keyLength + traceparentLength, bytes.length - keyLength - traceparentLength);
    }

    /** Reads what {@link #write(StateSink)} wrote. */
    static void read(final StateSource from, final MessageInput out) {
        out.timeoutMs = (int)from.number();
        out.encoding = (byte)from.octet();
        out.key.wrap(from.bytes());
        out.traceparent.wrap(from.bytes());
        out.payload.wrap(from.bytes());
    }

    long hash(final long before) {
        long hash = Hash64.next(before, keyLength);
        hash = Hash64.next(hash, traceparentLength);
        hash = Hash64.next(hash, timeoutMs);
        hash = Hash64.next(hash, encoding);
        return Hash64.next(hash, bytes, bytes.length);
    }
}
