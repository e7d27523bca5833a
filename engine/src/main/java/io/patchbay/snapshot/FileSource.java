package io.patchbay.snapshot;

import io.patchbay.engine.state.StateSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads values from a file whose checksum has been verified. One thread.
 */
final class FileSource implements StateSource {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel channel;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    FileSource(final FileChannel channel, final long end) {
        this.channel = channel;
        this.end = end;
    }

    @Override
    public int octet() {
        return have(Byte.BYTES).get() & 0xff;
    }

    @Override
    public long number() {
        return have(Long.BYTES).getLong();
    }

    @Override
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        final int length = have(Integer.BYTES).getInt();
        if (length < 0 || length > end) {
            throw new IllegalStateException("it has a value of " + length + " bytes");
        }
        final byte[] bytes = new byte[length];
        for (int done = 0; done < length;) {
            final int count = Math.min(have(1).remaining(), length - done);
            buffer.get(bytes, done, count);
            done += count;
        }
        return bytes;
    }

    private ByteBuffer have(final int length) {
        if (buffer.remaining() < length) {
            buffer.compact();
            try {
                final long left = end - channel.position();
                if (left < buffer.remaining()) {
                    buffer.limit(buffer.position() + (int)Math.max(0, left));
                }
                while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                    continue;
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            buffer.flip();
            if (buffer.remaining() < length) {
                throw new IllegalStateException("it ends before its state does");
            }
        }
        return buffer;
    }
}
