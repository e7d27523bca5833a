package io.patchbay.simulation;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * A fake of Aeron's {@code Image}: the frames from one publication to one subscription.
 */
public final class SimImage {
    private static final int LENGTH_BYTES = 8;

    boolean isEnded;
    final SimHeader header = new SimHeader(this);
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

    /**
     * Returns the image's id.
     *
     * @return a unique number.
     */
    public long correlationId() {
        return id;
    }

    /**
     * Returns the id of the session.
     *
     * @return a unique number.
     */
    public int sessionId() {
        return (int)id;
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

    int poll(final SimFragmentHandler handler, final int limit) {
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
