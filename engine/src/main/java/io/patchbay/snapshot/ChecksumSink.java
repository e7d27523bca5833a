package io.patchbay.snapshot;

import io.patchbay.engine.state.StateSink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Encodes values as bytes, computes their checksum, and passes full buffers on, to a file or to nothing. One thread.
 */
class ChecksumSink implements StateSink {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C whole = new CRC32C();
    private final CRC32C part = new CRC32C();
    private long bytes;
    private long partBytes;

    @Override
    public final void octet(final int value) {
        room(Byte.BYTES).put((byte)value);
    }

    @Override
    public final void number(final long value) {
        room(Long.BYTES).putLong(value);
    }

    @Override
    public final void text(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(utf8, 0, utf8.length);
    }

    @Override
    public final void bytes(final byte[] array, final int offset, final int length) {
        room(Integer.BYTES).putInt(length);
        raw(array, offset, length);
    }

    final void raw(final byte[] array, final int offset, final int length) {
        for (int done = 0; done < length;) {
            final int count = Math.min(room(1).remaining(), length - done);
            buffer.put(array, offset + done, count);
            done += count;
        }
    }

    /** Begins a part, with a checksum and a length of its own. */
    final void beginPart() {
        flush();
        part.reset();
        partBytes = 0;
    }

    /** Returns the checksum of the part so far. */
    final int partChecksum() {
        flush();
        return (int)part.getValue();
    }

    /** Returns the length of the part so far, in bytes. */
    final long partBytes() {
        flush();
        return partBytes;
    }

    /** Returns the checksum of everything so far. */
    final int checksum() {
        flush();
        return (int)whole.getValue();
    }

    final long bytes() {
        flush();
        return bytes;
    }

    final void flush() {
        if (buffer.position() > 0) {
            buffer.flip();
            whole.update(buffer.array(), 0, buffer.limit());
            part.update(buffer.array(), 0, buffer.limit());
            bytes += buffer.limit();
            partBytes += buffer.limit();
            try {
                take(buffer);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            buffer.clear();
        }
    }

    /** Takes all bytes of a buffer. Does nothing here. */
    void take(final ByteBuffer full) throws IOException {
        // Only the checksum is wanted.
    }

    private ByteBuffer room(final int length) {
        if (buffer.remaining() < length) {
            flush();
        }
        return buffer;
    }
}
