package io.patchbay.engine.state;

import org.agrona.ExpandableArrayBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer in memory for an engine's state. A simulation restarts from it, a test compares two. One thread.
 */
public final class StateBuffer implements StateSink, StateSource {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private int length;
    private int position;

    /** Sets the reading position to the first value. */
    public void rewind() {
        position = 0;
    }

    /** Removes everything that was written. */
    public void clear() {
        length = 0;
        position = 0;
    }

    /**
     * Returns everything that was written.
     *
     * @return a copy.
     */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    @Override
    public void octet(final int value) {
        buffer.putByte(length, (byte)value);
        length += Byte.BYTES;
    }

    @Override
    public void number(final long value) {
        buffer.putLong(length, value);
        length += Long.BYTES;
    }

    @Override
    public void text(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(utf8, 0, utf8.length);
    }

    @Override
    public void bytes(final byte[] array, final int offset, final int count) {
        number(count);
        buffer.putBytes(length, array, offset, count);
        length += count;
    }

    @Override
    public int octet() {
        return buffer.getByte(take(Byte.BYTES)) & 0xff;
    }

    @Override
    public long number() {
        return buffer.getLong(take(Long.BYTES));
    }

    @Override
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        final byte[] bytes = new byte[(int)number()];
        buffer.getBytes(take(bytes.length), bytes);
        return bytes;
    }

    private int take(final int count) {
        if (count > length - position) {
            throw new IllegalStateException("the state ends at byte " + length);
        }
        position += count;
        return position - count;
    }
}
