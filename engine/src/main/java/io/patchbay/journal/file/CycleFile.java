package io.patchbay.journal.file;

import io.patchbay.data.JournalException;

import org.agrona.BufferUtil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One of the journal's files, read through a file channel instead of a mapping. Whatever its length and its bytes are, the worst
 * result is a {@link JournalException}. Used where speed does not matter. One thread.
 */
public final class CycleFile implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 18;

    private final Path path;
    private final FileChannel channel;
    private ByteBuffer window = newWindow(WINDOW_BYTES);
    private long windowAddress = BufferUtil.address(window);
    private long start;
    private int lengthBytes;

    private CycleFile(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public static CycleFile open(final Path path) {
        try {
            return new CycleFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (final IOException e) {
            throw unreadable(path, e);
        }
    }

    Path path() {
        return path;
    }

    /** Returns the current length of the file, in bytes. */
    public long length() {
        try {
            return channel.size();
        } catch (final IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Returns whether the file has some bytes at a position. If so, they can be read until this method is called for others. */
    public boolean has(final long position, final int bytes) {
        if (position < 0 || bytes < 0) {
            return false;
        }
        if (position >= start && position + bytes <= start + lengthBytes) {
            return true;
        }
        if (position + bytes > length()) {
            return false;
        }
        if (bytes > window.capacity()) {
            window = newWindow(Math.max(bytes, 2 * window.capacity()));
            windowAddress = BufferUtil.address(window);
        }
        read(position);
        return bytes <= lengthBytes;
    }

    /** Discards what has been read, since the file may have changed. */
    void forget() {
        lengthBytes = 0;
    }

    byte byteAt(final long position) {
        return window.get(offset(position));
    }

    int intAt(final long position) {
        return window.getInt(offset(position));
    }

    public long longAt(final long position) {
        return window.getLong(offset(position));
    }

    /** Returns the address of those bytes in memory, valid until others are asked for. */
    long address(final long position) {
        return windowAddress + offset(position);
    }

    private int offset(final long position) {
        return (int)(position - start);
    }

    private void read(final long position) {
        window.clear();
        start = position;
        lengthBytes = 0;
        try {
            while (window.hasRemaining() && channel.read(window, position + window.position()) > 0) {
                lengthBytes = window.position();
            }
        } catch (final IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ByteBuffer newWindow(final int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static JournalException unreadable(final Path path, final IOException e) {
        return JournalException.unavailable("The journal's file " + path + " cannot be read (" + e
            + "): let this user read it, and look at the disk.", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw unreadable(path, e);
        }
    }
}
