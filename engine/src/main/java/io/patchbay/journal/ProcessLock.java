package io.patchbay.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A lock file of the data directory, held until it is closed or the process ends by any means. Excludes other processes and
 * other users in this process alike. Any thread.
 *
 * <p>A POSIX file lock is lost when its process closes any channel of that file. So a file that this process has locked is
 * never opened a second time: all access goes through one table.
 */
public class ProcessLock implements AutoCloseable {
    private static final Map<Path, ProcessLock> HELD = new HashMap<>();
    private static final int MAX_LINE_BYTES = 256;

    private final Path file;
    private final FileChannel channel;

    ProcessLock(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes what is put into the table; a subclass's constructor. */
    interface Factory<T extends ProcessLock> {
        T create(Path file, FileChannel channel);
    }

    /** The lock, or null where somebody has it. */
    static <T extends ProcessLock> T tryLock(final Path path, final Factory<T> factory) {
        synchronized (HELD) {
            final Path file = path.toAbsolutePath().normalize();
            if (HELD.containsKey(file)) {
                return null;
            }
            FileChannel channel = null;
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                final FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    return null;
                }
                final T held = factory.create(file, channel);
                HELD.put(file, held);
                return held;
            } catch (final IOException | OverlappingFileLockException e) {
                closeQuietly(channel);
                throw new DataDirectoryException("Cannot lock " + file + " (" + e + "): put the data directory on a local file"
                    + " system that this user may write.", e);
            }
        }
    }

    /** Has anybody this lock? Never disturbs the holder. */
    static boolean isHeld(final Path path) {
        synchronized (HELD) {
            final Path file = path.toAbsolutePath().normalize();
            if (HELD.containsKey(file)) {
                return true;
            }
            if (!file.toFile().exists()) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                final FileLock lock = channel.tryLock();
                if (lock == null) {
                    return true;
                }
                lock.release();
                return false;
            } catch (final IOException | OverlappingFileLockException e) {
                throw new DataDirectoryException("Cannot look at the lock " + file + " (" + e + "): let this user read and"
                    + " write it.", e);
            }
        }
    }

    /** Has another process this lock? */
    static boolean isHeldElsewhere(final Path path) {
        synchronized (HELD) {
            return !HELD.containsKey(path.toAbsolutePath().normalize()) && isHeld(path);
        }
    }

    /** The file's first line, empty where there is none. Never disturbs the holder. */
    static String firstLine(final Path path) {
        synchronized (HELD) {
            final Path file = path.toAbsolutePath().normalize();
            final ProcessLock held = HELD.get(file);
            if (held == null && !file.toFile().exists()) {
                return "";
            }
            try {
                if (held != null) {
                    return read(held.channel);
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    return read(channel);
                }
            } catch (final IOException e) {
                throw new DataDirectoryException("Cannot read " + file + " (" + e + "): let this user read it.", e);
            }
        }
    }

    private static String read(final FileChannel channel) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(MAX_LINE_BYTES);
        final int length = channel.read(buffer, 0);
        final String text = length <= 0 ? "" : new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
        final int end = text.indexOf('\n');
        return end < 0 ? "" : text.substring(0, end);
    }

    /**
     * Makes a text the file's first and only line.
     *
     * @param line without a line end, at most 255 bytes.
     */
    public void writeLine(final String line) {
        synchronized (HELD) {
            try {
                final ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + '\n');
                channel.truncate(0);
                long position = 0;
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
            } catch (final IOException e) {
                throw new DataDirectoryException("Cannot write " + file + " (" + e + "): free some space there.", e);
            }
        }
    }

    /**
     * Lets it go; the file stays.
     */
    @Override
    public void close() {
        synchronized (HELD) {
            if (HELD.remove(file, this)) {
                closeQuietly(channel);
            }
        }
    }

    private static void closeQuietly(final FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException e) {
                throw new DataDirectoryException("Cannot close a lock file (" + e + "): look at the disk.", e);
            }
        }
    }
}
