package io.patchbay.simulation;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * A fake of Aeron's {@code Image}: the frames from one publication to one subscription.
 */
final class SimImage {
    private static final int LENGTH_BYTES = 8;
    /** The header of each frame, since the simulation has no fragments. */
    private static final DirectBuffer WHOLE = whole();

    boolean isEnded;
    private final Header header = new Header(0, 0, this).buffer(WHOLE).offset(0);
    private final SimStreams streams;
    private final SimPublication publication;
    private final long id;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private byte[] bytes;
    private int head;
    private int tail;

    SimImage(final SimStreams streams, final SimPublication publication) {
        this.streams = streams;
        this.publication = publication;
        id = streams.nextId();
    }

    long correlationId() {
        return id;
    }

    int sessionId() {
        return (int)id;
    }

    private static DirectBuffer whole() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[DataHeaderFlyweight.HEADER_LENGTH]);
        FrameDescriptor.frameFlags(frame, 0, FrameDescriptor.UNFRAGMENTED);
        return frame;
    }

    int unreadBytes() {
        return tail - head;
    }

    void putUnreadOf(final SimImage other) {
        for (int at = other.head; at < other.tail;) {
            final int length = other.view.getInt(at);
            put(other.view, at + LENGTH_BYTES, length);
            at += LENGTH_BYTES + BitUtil.align(length, LENGTH_BYTES);
        }
    }

    void put(final DirectBuffer buffer, final int offset, final int length) {
        final int entry = LENGTH_BYTES + BitUtil.align(length, LENGTH_BYTES);
        if (bytes == null) {
            bytes = streams.takeBuffer();
            view.wrap(bytes);
        }
        if (tail + entry > bytes.length) {
            System.arraycopy(bytes, head, bytes, 0, tail - head);
            tail -= head;
            head = 0;
            if (tail + entry > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (tail + entry));
                view.wrap(bytes);
            }
        }
        view.putInt(tail, length);
        view.putBytes(tail + LENGTH_BYTES, buffer, offset, length);
        tail += entry;
    }

    int poll(final FragmentHandler handler, final int limit) {
        int count = 0;
        while (count < limit && head < tail) {
            final int length = view.getInt(head);
            final int offset = head + LENGTH_BYTES;
            head += LENGTH_BYTES + BitUtil.align(length, LENGTH_BYTES);
            handler.onFragment(view, offset, length, header);
            count++;
        }
        if (head == tail) {
            head = 0;
            tail = 0;
        }
        return count;
    }

    /** Closes the image. Called by its subscription. */
    void close() {
        publication.images.remove(this);
        if (bytes != null) {
            streams.giveBuffer(bytes);
            bytes = null;
            head = 0;
            tail = 0;
        }
    }

    boolean isOver() {
        return isEnded && head == tail;
    }
}
