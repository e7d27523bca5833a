package io.patchbay.aeron;

import io.aeron.driver.buffer.LogFactory;
import io.aeron.driver.buffer.RawLog;
import io.aeron.exceptions.StorageSpaceException;
import org.agrona.concurrent.status.AtomicCounter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A factory of log buffers for the media driver's streams, all of whose blocks are allocated. A full file system so refuses a
 * stream instead of ending the process that writes to one. Used by the driver's thread; {@link #missing()} by another thread.
 */
public final class AllocatedLogs implements LogFactory {
    private static final int CHECKS_A_TURN = 16;

    private final Path publications;
    private final Path images;
    private final int maxPublicationTerm;
    private final int maxImageTerm;
    private final List<AllocatedLog> logs = new ArrayList<>();
    private AtomicCounter mappedBytes;
    private int nextCheck;

    /**
     * Creates a factory; no file is made yet.
     *
     * @param aeronDir           Aeron's directory.
     * @param maxPublicationTerm longest term, in bytes, of a stream that begins on this machine.
     * @param maxImageTerm       longest term, in bytes, of a stream from another machine.
     */
    AllocatedLogs(final Path aeronDir, final int maxPublicationTerm, final int maxImageTerm) {
        publications = aeronDir.resolve("publications");
        images = aeronDir.resolve("images");
        this.maxPublicationTerm = maxPublicationTerm;
        this.maxImageTerm = maxImageTerm;
    }

    /** Sets the counter of mapped bytes that Aeron's tools read. */
    void mappedBytes(final AtomicCounter counter) {
        mappedBytes = counter;
    }

    @Override
    public RawLog newPublication(final long correlationId, final int termLength, final boolean isSparse) {
        return allocate(publications, correlationId, termLength, maxPublicationTerm);
    }

    @Override
    public RawLog newImage(final long correlationId, final int termLength, final boolean isSparse) {
        return allocate(images, correlationId, termLength, maxImageTerm);
    }

    private RawLog allocate(final Path dir, final long correlationId, final int termLength, final int maxTermLength) {
        if (termLength > maxTermLength) {
            throw new IllegalArgumentException("term-length " + termLength + " is more than " + maxTermLength
                + ", which --max-frame allows for");
        }
        try {
            Files.createDirectories(dir);
            final long length = StreamSizes.logBytes(termLength);
            final long free = Files.getFileStore(dir).getUsableSpace();
            final Path file = dir.resolve(correlationId + ".logbuffer");
            if (free < length) {
                throw new StorageSpaceException(noRoom(file, length, free));
            }
            final AllocatedLog log = new AllocatedLog(this, file, termLength, length);
            add(log);
            return log;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String noRoom(final Path file, final long length, final long free) {
        return "no room for a stream: it needs " + kib(length) + ", " + kib(free) + " are free in " + file.getParent();
    }

    public static String kib(final long bytes) {
        return String.format(Locale.ROOT, "%,d KiB", bytes + 1_023 >> 10);
    }

    private synchronized void add(final AllocatedLog log) {
        logs.add(log);
        count(log.length());
    }

    /** Forgets the log of a stream that has ended. Called before its file is removed. */
    synchronized void remove(final AllocatedLog log) {
        logs.remove(log);
        count(-log.length());
    }

    private void count(final long bytes) {
        if (mappedBytes != null) {
            mappedBytes.getAndAddRelease(bytes);
        }
    }

    /**
     * Returns the file of a stream that was removed by another process, or null. Each call checks the next {@link #CHECKS_A_TURN}
     * streams.
     */
    synchronized String missing() {
        for (int i = Math.min(CHECKS_A_TURN, logs.size()); i > 0; i--) {
            nextCheck = nextCheck >= logs.size() - 1 ? 0 : nextCheck + 1;
            final Path file = logs.get(nextCheck).file();
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return file.toString();
            }
        }
        return null;
    }

    @Override
    public void close() {
        // The driver frees each log.
    }
}
