package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.journal.record.RecordCrc;

import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Path;

/**
 * One of the journal's files as the {@link FileChain} sees it: its link to the file before, and its last record. Immutable.
 *
 * @param path      path of the file.
 * @param cycle     cycle in its name.
 * @param link      its link; null if an older build made it.
 * @param last      index of its last record; 0 if it has none.
 * @param check     CRC32C of that record; 0 if it has none.
 * @param records   number of its records.
 * @param isUnknown whether its end or its link cannot be read because of damage, which the reader of its records will report.
 */
public record LinkedFile(Path path, int cycle, FileLink link, long last, int check, long records, boolean isUnknown) {
    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;

    /**
     * Reads a file. Returns null if it has neither a link nor a record: it is being created, or its creator was killed meanwhile.
     */
    public static LinkedFile read(final Path path, final RollCycle rollCycle, final int cycle) {
        try (CycleWalk walk = new CycleWalk(path, rollCycle.toIndex(cycle, 0))) {
            if (walk.head() == null) {
                return null;
            }
            final FileLink link = walk.readLink();
            toLast(walk);
            long last = 0;
            long position = 0;
            int check = 0;
            while (walk.look() == CycleWalk.Found.RECORD) {
                last = walk.index();
                position = walk.position();
                check = checkOf(walk);
                walk.step();
            }
            final long records = walk.sequence();
            final boolean isRight = check == 0 || walk.isRecord(position, records - 1);
            return link == null && last == 0 ? null : new LinkedFile(path, cycle, link, last, check, records, !isRight);
        } catch (final JournalException e) {
            if (e.problem() != JournalException.Problem.DAMAGED) {
                throw e;
            }
            return new LinkedFile(path, cycle, null, 0, 0, 0, true);
        }
    }

    /** Moves to the last record if the file's head names it, otherwise stays at the first. */
    private static void toLast(final CycleWalk walk) {
        final CycleHead head = walk.head();
        if (!walk.seekLast(Long.MAX_VALUE) && head.sequence() >= 0 && walk.isUnchecked(head.writePosition())) {
            walk.at(head.writePosition(), walk.index() + head.sequence());
        }
    }

    private static int checkOf(final CycleWalk walk) {
        final long address = walk.address();
        return RecordCrc.isThere(address, walk.length()) ? MEMORY.readInt(address + walk.length() - Integer.BYTES) : 0;
    }

    /** Returns whether the file has a record with an index and a checksum; true also if damage makes that undecidable. */
    boolean has(final long index, final int wanted, final RollCycle rollCycle) {
        try (CycleWalk walk = new CycleWalk(path, rollCycle.toIndex(cycle, 0))) {
            walk.seek(rollCycle.toSequenceNumber(index));
            if (walk.look() != CycleWalk.Found.RECORD || walk.index() != index) {
                return false;
            }
            return checkOf(walk) == wanted || !walk.isRecord(walk.position(), walk.sequence());
        } catch (final JournalException e) {
            return true;
        }
    }

    /** Returns the link of the file that follows this one. */
    FileLink successor(final String journal, final long first, final RollCycle rollCycle, final long recordsUpToHere) {
        return new FileLink(journal, first, rollCycle.toIndex(cycle, 0), last, check, recordsUpToHere);
    }
}
