package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.journal.disk.FileRoom;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.FileLink;
import io.patchbay.journal.file.LinkedFile;
import io.patchbay.journal.record.RecordEncoder;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.wire.DocumentContext;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a file's {@link FileLink} before its first record, under the queue's lock. The first writer of any process does so.
 * Before that, the preceding file is forced to the disk, so that no link outlives the records it names. Used by one writer.
 */
public final class FileBeginner {
    private final Journal journal;
    private final RollCycle rollCycle;

    FileBeginner(final Journal journal) {
        this.journal = journal;
        rollCycle = journal.rollCycle();
    }

    /**
     * Returns whether the record with an index must wait for its file's link. Slow for a file's first record, cheap for all
     * others.
     */
    boolean isDue(final MappedBytes bytes, final long index) {
        return rollCycle.toSequenceNumber(index) == 0 && FileLink.of(bytes.mappedFile().file().toPath(), index) == null;
    }

    /** Writes the link into the file that the queue would write to now, unless it has been written. */
    void begin(final ExcerptAppender appender, final FileRoom room) {
        try (RecordEncoder encoder = new RecordEncoder(); DocumentContext document = appender.writingDocument(true)) {
            boolean isWritten = false;
            try {
                isWritten = write(document, encoder, room);
            } finally {
                if (!isWritten) {
                    document.rollbackOnClose();
                }
            }
        }
    }

    private boolean write(final DocumentContext document, final RecordEncoder encoder, final FileRoom room) {
        final MappedBytes bytes = (MappedBytes)document.wire().bytes();
        final Path file = bytes.mappedFile().file().toPath();
        final int cycle = journal.cycleOf(file);
        if (LinkedFile.read(file, rollCycle, cycle) != null) {
            return false;
        }
        try {
            final LinkedFile before = FileChain.newestBefore(journal.dir(), rollCycle, cycle);
            if (before != null) {
                MarkKeeper.force(before.path(), false);
            }
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal in " + journal.dir() + " cannot be forced to the disk (" + e
                + "): look at the disk, then start again.", e);
        }
        FileChain.next(journal.dir(), rollCycle, cycle, journal.identity()).encode(encoder);
        put(bytes, encoder, room);
        return true;
    }

    private static void put(final MappedBytes bytes, final RecordEncoder encoder, final FileRoom room) {
        final long position = bytes.writePosition();
        room.extend(bytes.mappedFile(), position + encoder.length());
        FileLink.put(encoder, bytes.addressForWrite(position));
        bytes.writePosition(position + encoder.length());
    }

    /** Writes a link where there are no other writers: into a journal that is being copied. */
    public static void write(final ExcerptAppender appender, final FileLink link) {
        try (RecordEncoder encoder = new RecordEncoder(); DocumentContext document = appender.writingDocument(true)) {
            final Bytes<?> bytes = document.wire().bytes();
            final long position = bytes.writePosition();
            link.encode(encoder);
            bytes.ensureCapacity(position + encoder.length());
            FileLink.put(encoder, bytes.addressForWrite(position));
            bytes.writePosition(position + encoder.length());
        }
    }
}
