package io.patchbay.data;

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
 * A file of lines of {@value #LINE_BYTES} bytes, each of which can be locked by an operating system's lock. Any thread.
 *
 * <p>A process loses its POSIX locks on a file when it closes any descriptor of that file. So a process opens each such file once
 * and shares it in one table, by its inode, whatever the path.
 */
public final class LockFile implements AutoCloseable {
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
     * Opens a file, or returns the open one of this process.
     *
     * @param path       path of the file.
     * @param isToCreate whether to create it if it does not exist.
     * @return the file, to be closed by the caller; null if it does not exist and was not to be created.
     * @throws IOException if this user cannot read and write it.
     */
    public static LockFile open(final Path path, final boolean isToCreate) throws IOException {
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
                        // The file was replaced meanwhile.
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

    /** Locks a line. Returns null if any process, this one included, holds it. The caller releases the lock. */
    public FileLock tryLock(final int line) {
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

    /**
     * Returns whether any process, this one included, holds a line. Never disturbs the holder or other callers of this method.
     */
    public boolean isHeld(final int line) {
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

    /**
     * Runs an action while a free line is locked, and returns its result. Returns false, without running it, if the line is held.
     */
    boolean runWhileFree(final int line, final BooleanSupplier action) {
        synchronized (OPEN) {
            try (FileLock lock = tryLock(line)) {
                return lock != null && action.getAsBoolean();
            } catch (final IOException e) {
                throw failed(e);
            }
        }
    }

    /** Returns the text of a line; empty if none was written. */
    public String read(final int line) {
        synchronized (OPEN) {
            byte[] before = null;
            for (int i = 0; i < MAX_READS; i++) {
                // Another process may be writing the line.
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

    /** Writes a text to a line; text longer than a line is cut off. */
    public void write(final int line, final String text) {
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

    /** Maps the beginning of the file, which is extended to that length. The mapping outlives this object. */
    public MappedByteBuffer map(final int bytes) {
        synchronized (OPEN) {
            try {
                final long size = channel.size();
                if (size < bytes) {
                    // The bytes are written, not only counted: a page without a block on the disk would end the process.
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

    /** Ends one use of the file, whose locks must have been released. */
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
