package io.patchbay.journal;

import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.file.CycleFile;
import io.patchbay.journal.file.CycleHead;
import io.patchbay.journal.record.FormatException;

import net.openhft.chronicle.queue.RollCycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the records of a journal's newest file, against the maximum that its indexes can count: one more record would get the
 * first index of the next file. Reads 16 bytes of the file's head. One thread.
 */
final class FileFill implements AutoCloseable {
    /** Number of records before the end of a file at which nothing new is accepted; a quarter of the file if that is less. */
    private static final long MAX_KEPT = 1L << 26;
    private static final int KEPT_PART = 4;
    private static final int FULL_PART = 32;
    private static final int POSITION_AND_SEQUENCE_BYTES = 2 * Long.BYTES;

    private final RollCycle rollCycle;
    private final ByteBuffer words = ByteBuffer.allocate(POSITION_AND_SEQUENCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int cycle = -1;
    private CycleHead head;
    private FileChannel channel;

    FileFill(final RollCycle rollCycle) {
        this.rollCycle = rollCycle;
    }

    /** Returns the maximum number of records in one file. */
    static long maxRecords(final RollCycle rollCycle) {
        return rollCycle.maxMessagesPerCycle();
    }

    /** Returns the level of space in a file with a number of records. */
    static DiskLevel level(final RollCycle rollCycle, final long records) {
        final long kept = kept(rollCycle);
        final long left = maxRecords(rollCycle) - records;
        if (left > kept) {
            return DiskLevel.OPEN;
        }
        if (left > kept / 2) {
            return DiskLevel.LOW;
        }
        if (left > kept / 4) {
            return DiskLevel.RESERVE;
        }
        return left > kept / FULL_PART + 1 ? DiskLevel.LAST : DiskLevel.FULL;
    }

    /** Returns the number of records at which the level gets worse; the maximum if it is the last level. */
    static long nextChange(final RollCycle rollCycle, final long records) {
        final DiskLevel now = level(rollCycle, records);
        final long max = maxRecords(rollCycle);
        final long kept = kept(rollCycle);
        for (final long left : new long[] {kept, kept / 2, kept / 4, kept / FULL_PART + 1}) {
            if (level(rollCycle, max - left).compareTo(now) > 0) {
                return max - left;
            }
        }
        return max;
    }

    private static long kept(final RollCycle rollCycle) {
        return Math.min(MAX_KEPT, maxRecords(rollCycle) / KEPT_PART);
    }

    /** Returns the number of records in a file now, whichever process wrote them. Records just written may not be counted yet. */
    long records(final Path file, final int ofCycle) {
        try {
            if (ofCycle != cycle || head == null) {
                open(file, ofCycle);
            }
            if (head == null) {
                return 0;
            }
            words.clear();
            if (channel.read(words, head.writePositionAt()) < POSITION_AND_SEQUENCE_BYTES) {
                return 0;
            }
            final long position = words.getLong(0);
            return position == 0 ? 0 : head.sequence(position, words.getLong(Long.BYTES)) + 1;
        } catch (final IOException | FormatException e) {
            // The readers and writers of the file report what is wrong with it.
            return 0;
        }
    }

    private void open(final Path file, final int ofCycle) throws IOException {
        close();
        try (CycleFile looked = CycleFile.open(file)) {
            head = CycleHead.read(looked);
        }
        channel = FileChannel.open(file, StandardOpenOption.READ);
        cycle = ofCycle;
    }

    @Override
    public void close() throws IOException {
        cycle = -1;
        head = null;
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
