package io.patchbay.journal.recovery;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.QueueFiles;

import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.WriteLock;
import net.openhft.chronicle.wire.UnrecoverableTimeoutException;
import net.openhft.chronicle.wire.Wires;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Discards the newest file of a queue if its creator died before the first record. Chronicle would wait for its header at each of
 * four steps up to the first append, before it moved such a file away. A process that opens the journal for writing finds out at
 * once whether the creator can be alive: only the holder of the write lock creates files. The file has no record.
 */
public final class HalfMadeFile {
    private static final Logger LOG = LoggerFactory.getLogger(HalfMadeFile.class);

    private HalfMadeFile() {
    }

    /**
     * Renames the newest file, as Chronicle would, if it is half made and no process is creating it.
     *
     * @param queue queue that was just opened for writing.
     * @param lock  its write lock; while a living writer holds it, the file is left alone.
     */
    public static void discard(final SingleChronicleQueue queue, final WriteLock lock) {
        final Path file = QueueFiles.newest(queue.file().toPath());
        if (file == null || !isHalfMade(file)) {
            return;
        }
        try {
            lock.lock();
        } catch (final UnrecoverableTimeoutException e) {
            return;
        }
        try {
            if (isHalfMade(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + "-" + System.currentTimeMillis() + ".discard"));
                LOG.warn("moved the journal's file {} away: its writer died while creating it, and no record is in it", file);
            }
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + file + " cannot be moved away (" + e
                + "): let this user write its directory.", e);
        } finally {
            lock.unlock();
        }
        queue.refreshDirectoryListing();
    }

    /** Returns whether a file's header is missing or incomplete. */
    private static boolean isHalfMade(final Path file) {
        final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(header, 0) < Integer.BYTES || header.getInt(0) == 0
                || (header.getInt(0) & Wires.NOT_COMPLETE) != 0;
        } catch (final IOException e) {
            // Another writer may have renamed it just now.
            return false;
        }
    }
}
