package io.patchbay.journal.recovery;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleHead;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.QueueTable;

import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A check of a journal's files before Chronicle opens them. Chronicle trusts whatever they say of themselves: it would take a
 * damaged file for an empty one, append in the middle of it, move it away, or touch what is beyond its end.
 *
 * <p>For reading, only the table is checked, since readers check everything else on their way. For writing, each file's head and
 * last record are checked too, and the newest file's index, but not the records before. Costs well below a millisecond a file.
 */
public final class OpeningCheck {
    /** Number of attempts: a check that fails is repeated, since another process may just be writing. */
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path dir;
    private final RollCycle rollCycle;
    private final boolean isForWriting;

    private final boolean isOnlyLooking;

    private OpeningCheck(final Path dir, final RollCycle rollCycle, final boolean isForWriting, final boolean isOnlyLooking) {
        this.dir = dir;
        this.rollCycle = rollCycle;
        this.isForWriting = isForWriting;
        this.isOnlyLooking = isOnlyLooking;
    }

    /** Throws if a writer would not be able to open the journal. Changes nothing. */
    public static void look(final Path dir, final RollCycle rollCycle) {
        new OpeningCheck(dir, rollCycle, true, true).check();
    }

    /**
     * Throws if the journal is damaged or not whole.
     *
     * @param defaultCycle roll cycle to use if there is no table yet.
     * @return the journal's roll cycle.
     */
    public static RollCycle check(final Path dir, final RollCycle defaultCycle, final boolean isForWriting) {
        if (!Files.isDirectory(dir)) {
            FileChain.require(dir, defaultCycle);
            return defaultCycle;
        }
        final QueueTable table = QueueTable.read(dir);
        final RollCycle rollCycle = table == null ? CycleFiles.rollCycle(dir, defaultCycle) : table.rollCycle();
        FileChain.require(dir, rollCycle);
        new OpeningCheck(dir, rollCycle, isForWriting, false).check();
        return rollCycle;
    }

    private void check() {
        JournalException wrong = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
            try {
                checkTable();
                wrong = null;
                break;
            } catch (final JournalException e) {
                wrong = e;
            }
        }
        if (wrong != null) {
            throw wrong;
        }
        if (!isForWriting) {
            return;
        }
        final TreeMap<Integer, Path> files = CycleFiles.list(dir, rollCycle);
        for (final Map.Entry<Integer, Path> entry : files.entrySet()) {
            checkFile(entry.getKey(), entry.getValue(), entry.getKey().equals(files.lastKey()));
        }
    }

    private void checkTable() {
        final QueueTable table = QueueTable.read(dir);
        if (table == null) {
            // Chronicle creates a table. It scans the directory for files whenever it opens.
            return;
        }
        if (table.appendLock() != QueueTable.UNLOCKED) {
            throw JournalException.damagedFile(table.path(), 0, "a lock that this journal does not use is held");
        }
    }

    private void checkFile(final int cycle, final Path file, final boolean isLast) {
        JournalException wrong = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
            try (CycleWalk walk = new CycleWalk(file, rollCycle.toIndex(cycle, 0))) {
                if (isSound(walk, isLast)) {
                    return;
                }
                wrong = null;
            } catch (final JournalException e) {
                wrong = e;
            }
        }
        if (wrong != null) {
            throw wrong;
        }
        // The head does not say for certain where the last record is, as after a kill or without checksums.
        walkThrough(cycle, file, isLast);
    }

    /** Returns false if only a walk through the whole file can tell. Throws if the file is damaged, or seems so for a moment. */
    private boolean isSound(final CycleWalk walk, final boolean isLast) {
        final CycleHead head = walk.head();
        if (head == null) {
            CycleFiles.requireNoRecords(walk.file());
            return true;
        }
        if (isLast) {
            requireIndex(walk);
        }
        if (head.writePosition() == 0) {
            final CycleWalk.Found found = walk.look();
            return found == CycleWalk.Found.NOTHING || found == CycleWalk.Found.UNFINISHED || found == CycleWalk.Found.END;
        }
        if (!walk.seekLast(Long.MAX_VALUE)) {
            // A file of an older build that is no longer appended to need not be walked through at every start.
            return !isLast && walk.isUnchecked(head.writePosition());
        }
        return isSoundToEnd(walk, isLast);
    }

    /** Checks the file from a record on, or from the position of the first. */
    private boolean isSoundToEnd(final CycleWalk walk, final boolean isLast) {
        long lastPosition = 0;
        CycleWalk.Found found = walk.look();
        while (found == CycleWalk.Found.RECORD) {
            lastPosition = walk.position();
            walk.read();
            walk.step();
            found = walk.look();
        }
        if (found == CycleWalk.Found.CUT) {
            walk.requireCutIsLast();
            if (!isLast) {
                throw walk.damaged("the end of the file cuts it off, and there are later ones");
            }
            if (!isOnlyLooking) {
                TornTail.cutOff(walk, lastPosition);
            }
        }
        return true;
    }

    private void walkThrough(final int cycle, final Path file, final boolean isLast) {
        try (CycleWalk walk = new CycleWalk(file, rollCycle.toIndex(cycle, 0))) {
            final long writePosition = walk.head().writePosition();
            boolean isMet = writePosition == 0;
            while (!isMet && walk.look() == CycleWalk.Found.RECORD) {
                isMet = walk.position() == writePosition;
                if (isMet && walk.head().sequence() >= 0 && walk.head().sequence() != walk.sequence()) {
                    throw walk.damaged("the file's head says that it is number " + walk.head().sequence() + " of the file");
                }
                walk.step();
            }
            isMet |= walk.look() == CycleWalk.Found.CUT && walk.position() == writePosition;
            if (!isMet) {
                throw walk.damaged("nothing leads from here to the last record, which is said to be at byte " + writePosition);
            }
            walk.toStart();
            isSoundToEnd(walk, isLast);
        }
    }

    /** Checks the index, into which appending writes. */
    private static void requireIndex(final CycleWalk walk) {
        final CycleHead head = walk.head();
        final long pages = walk.indexAt(head.index2Index(), "index2index");
        if (pages < 0) {
            throw JournalException.damagedFile(walk.path(), head.index2Index(), "its index is not where its head says");
        }
        for (int i = 0; i < head.indexCount(); i++) {
            final long at = pages + (long)i * Long.BYTES;
            final long page = walk.file().has(at, Long.BYTES) ? walk.file().longAt(at) : 0;
            if (page != 0 && walk.indexAt(page, "index") < 0) {
                throw JournalException.damagedFile(walk.path(), at, "a part of its index is not where it says");
            }
        }
    }
}
