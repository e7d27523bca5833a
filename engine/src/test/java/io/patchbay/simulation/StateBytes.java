package io.patchbay.simulation;

import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A state in memory, whose values are read in the order in which they were written. */
final class StateBytes implements StateSink, StateSource {
    private ByteBuffer bytes = ByteBuffer.allocate(8_192);

    /** Returns a reader of these values, at the first one. */
    StateBytes reader() {
        final StateBytes reader = new StateBytes();
        reader.bytes = ByteBuffer.wrap(bytes.array(), 0, bytes.position());
        return reader;
    }

    boolean isRead() {
        return !bytes.hasRemaining();
    }

    @Override
    public void octet(final int value) {
        room(Byte.BYTES).put((byte)value);
    }

    @Override
    public void number(final long value) {
        room(Long.BYTES).putLong(value);
    }

    @Override
    public void text(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(utf8, 0, utf8.length);
    }

    @Override
    public void bytes(final byte[] array, final int offset, final int length) {
        room(Integer.BYTES + length).putInt(length).put(array, offset, length);
    }

    private ByteBuffer room(final int length) {
        if (bytes.remaining() < length) {
            bytes = ByteBuffer.allocate(2 * (bytes.capacity() + length)).put(bytes.flip());
        }
        return bytes;
    }

    @Override
    public int octet() {
        return bytes.get() & 0xff;
    }

    @Override
    public long number() {
        return bytes.getLong();
    }

    @Override
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        final byte[] read = new byte[bytes.getInt()];
        bytes.get(read);
        return read;
    }
}
