package io.patchbay.journal;

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
 * The newest file of a queue whose maker died before its first record. Chronicle waits for its header four times over, once at
 * each step up to the first append, before it puts such a file aside; whoever opens the journal for writing looks at once
 * whether its maker can be alive: files are made by the holder of the write lock alone. No record is in it.
 */
final class HalfMadeFile {
    private static final Logger LOG = LoggerFactory.getLogger(HalfMadeFile.class);

    private HalfMadeFile() {
    }

    /**
     * Puts it aside, as Chronicle would, where there is one that nobody is making.
     *
     * @param queue just opened for writing.
     * @param lock  its write lock: while a living writer has it, the file is left alone.
     */
    static void discard(final SingleChronicleQueue queue, final WriteLock lock) {
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
                LOG.warn("put aside the journal's file {}: its writer died while it made it, there is no record in it", file);
            }
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + file + " cannot be put aside (" + e
                + "): let this user write its directory.", e);
        } finally {
            lock.unlock();
        }
        queue.refreshDirectoryListing();
    }

    /** Returns whether its header is missing, or not complete. */
    private static boolean isHalfMade(final Path file) {
        final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(header, 0) < Integer.BYTES || header.getInt(0) == 0
                || (header.getInt(0) & Wires.NOT_COMPLETE) != 0;
        } catch (final IOException e) {
            // the other writer may have put it aside just now
            return false;
        }
    }
}
