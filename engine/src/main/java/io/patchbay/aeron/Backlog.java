package io.patchbay.aeron;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A queue of frames that wait to be sent, each with two numbers for the owner's use. It takes memory only while frames wait: it
 * grows by doubling, and releases a large buffer once it is empty. Its owner bounds {@link #sizeBytes()}.
 */
public final class Backlog {
    private static final int INITIAL_BYTES = 4 * 1024;
    private static final int KEEP_BYTES = 64 * 1024;
    private static final int LENGTH_OFFSET = 0;
    private static final int FIRST_OFFSET = 8;
    private static final int SECOND_OFFSET = 16;
    private static final int ENTRY_HEADER = 24;
    private static final byte[] NOTHING = new byte[0];

    private final UnsafeBuffer buffer = new UnsafeBuffer(NOTHING);
    private int head;
    private int tail;

    public boolean isEmpty() {
        return head == tail;
    }

    /** Returns the bytes of the waiting frames, with 24 to 31 bytes of overhead for each. */
    public int sizeBytes() {
        return tail - head;
    }

    public void add(final DirectBuffer source, final int offset, final int length, final long first, final long second) {
        final int entry = ENTRY_HEADER + BitUtil.align(length, BitUtil.SIZE_OF_LONG);
        makeRoom(entry);
        buffer.putInt(tail + LENGTH_OFFSET, length);
        buffer.putLong(tail + FIRST_OFFSET, first);
        buffer.putLong(tail + SECOND_OFFSET, second);
        buffer.putBytes(tail + ENTRY_HEADER, source, offset, length);
        tail += entry;
    }

    /** Returns the buffer with all frames; a frame is valid until the next add, remove or clear. */
    public DirectBuffer buffer() {
        return buffer;
    }

    public int firstOffset() {
        return head + ENTRY_HEADER;
    }

    public int firstLength() {
        return buffer.getInt(head + LENGTH_OFFSET);
    }

    public long firstNumber() {
        return buffer.getLong(head + FIRST_OFFSET);
    }

    public long secondNumber() {
        return buffer.getLong(head + SECOND_OFFSET);
    }

    public void removeFirst() {
        head += ENTRY_HEADER + BitUtil.align(firstLength(), BitUtil.SIZE_OF_LONG);
        if (head == tail) {
            clear();
        }
    }

    public void clear() {
        head = 0;
        tail = 0;
        if (buffer.capacity() > KEEP_BYTES) {
            buffer.wrap(NOTHING);
        }
    }

    private void makeRoom(final int bytes) {
        if (buffer.capacity() - tail >= bytes) {
            return;
        }
        final int waiting = tail - head;
        if (head >= waiting && buffer.capacity() - waiting >= bytes) {
            System.arraycopy(buffer.byteArray(), head, buffer.byteArray(), 0, waiting);
        } else {
            final int capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(INITIAL_BYTES, 2 * (waiting + bytes)));
            final byte[] larger = new byte[capacity];
            buffer.getBytes(head, larger, 0, waiting);
            buffer.wrap(larger);
        }
        head = 0;
        tail = waiting;
    }
}
