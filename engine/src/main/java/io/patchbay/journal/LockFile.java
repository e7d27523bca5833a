package io.patchbay.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A file of lines of {@value #LINE_BYTES} bytes, each with a lock of the operating system on it. Any thread.
 *
 * <p>A POSIX file lock is lost when its process closes any descriptor of that file. So a process has each such file open once,
 * known by its inode whatever its path: all access goes through one table.
 */
final class LockFile implements AutoCloseable {
    static final int LINE_BYTES = 64;

    private static final int MAX_READS = 10;
    private static final Map<Object, LockFile> OPEN = new HashMap<>();

    private final Object identity;
    private final FileChannel channel;
    private int users;

    private LockFile(final Object identity, final FileChannel channel) {
        this.identity = identity;
        this.channel = channel;
    }

    /**
     * Opens a file, or returns it where this process has it open.
     *
     * @param path       of the file.
     * @param isToCreate whether to make it where it is not there.
     * @return to be closed by the caller; null where it is not there and was not to be made.
     * @throws IOException where this user cannot read and write it.
     */
    static LockFile open(final Path path, final boolean isToCreate) throws IOException {
        synchronized (OPEN) {
            while (true) {
                Object identity = FileIdentity.of(path);
                if (identity == null && !isToCreate) {
                    return null;
                }
                LockFile file = OPEN.get(identity);
                if (file == null) {
                    final FileChannel channel =
                        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    if (identity == null) {
                        identity = FileIdentity.of(path);
                    }
                    file = new LockFile(identity, channel);
                    if (identity == null || OPEN.containsKey(identity) || !FileIdentity.isStill(path, identity)) {
                        // Replaced meanwhile.
                        channel.close();
                        continue;
                    }
                    OPEN.put(identity, file);
                }
                file.users++;
                return file;
            }
        }
    }

    /** Locks a line; returns null where anybody, this process included, has it. The lock ends by its release. */
    FileLock tryLock(final int line) {
        synchronized (OPEN) {
            try {
                return channel.tryLock((long)line * LINE_BYTES, LINE_BYTES, false);
            } catch (final OverlappingFileLockException e) {
                return null;
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Returns whether anybody, this process included, has a line. Never disturbs the holder, nor another who asks. */
    boolean isHeld(final int line) {
        synchronized (OPEN) {
            try (FileLock lock = channel.tryLock((long)line * LINE_BYTES, LINE_BYTES, true)) {
                return lock == null;
            } catch (final OverlappingFileLockException e) {
                return true;
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Does something while nobody can take a line that nobody has; returns false where somebody has it, or its result. */
    boolean runWhileFree(final int line, final BooleanSupplier action) {
        synchronized (OPEN) {
            try (FileLock lock = tryLock(line)) {
                return lock != null && action.getAsBoolean();
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Returns the text of a line; empty where none was written. */
    String read(final int line) {
        synchronized (OPEN) {
            byte[] before = null;
            for (int i = 0; i < MAX_READS; i++) {
                // Another process may be writing it.
                final byte[] bytes = readOnce(line);
                if (Arrays.equals(bytes, before)) {
                    break;
                }
                before = bytes;
            }
            return new String(before, StandardCharsets.UTF_8).trim();
        }
    }

    private byte[] readOnce(final int line) {
        try {
            final ByteBuffer bytes = ByteBuffer.allocate(LINE_BYTES);
            channel.read(bytes, (long)line * LINE_BYTES);
            return bytes.array();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /** Makes a text the line; what is longer than a line is cut off. */
    void write(final int line, final String text) {
        synchronized (OPEN) {
            final byte[] bytes = new byte[LINE_BYTES];
            Arrays.fill(bytes, (byte)' ');
            final byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(encoded, 0, bytes, 0, Math.min(encoded.length, LINE_BYTES - 1));
            bytes[LINE_BYTES - 1] = '\n';
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer, (long)line * LINE_BYTES + buffer.position());
                }
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Maps the beginning of the file, which is made that long; the mapping outlives this object. */
    MappedByteBuffer map(final int bytes) {
        synchronized (OPEN) {
            try {
                final long size = channel.size();
                if (size < bytes) {
                    // Written, not only sized: a page without a block of the disk would end the process.
                    final ByteBuffer zeros = ByteBuffer.allocate((int)(bytes - size));
                    while (zeros.hasRemaining()) {
                        channel.write(zeros, size + zeros.position());
                    }
                }
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Says that this user of it is done; its locks must have been released. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(identity, this);
                try {
                    channel.close();
                } catch (final IOException e) {
                    throw failed(e);
                }
            }
        }
    }

    private static DataDirectoryException failed(final IOException e) {
        return new DataDirectoryException("A lock file of the data directory cannot be used (" + e + "): put the data directory"
            + " on a local file system that this user may write, with some space free.", e);
    }
}
