package io.patchbay.journal.repair;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.CycleFile;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleHead;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.QueueTable;
import io.patchbay.journal.recovery.OpeningCheck;

import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A walk over all records of a journal that can be found, whatever is damaged. After damage it goes on at the next record that
 * its checksum proves. Changes nothing. One thread.
 */
final class Salvage {
    /** Receives what is found, in the journal's order. */
    interface Sink {
        /**
         * Called for each sound record.
         *
         * @param address address of the record, valid only during the call.
         */
        void record(RollCycle rollCycle, int cycle, long index, long address, int length);

        /**
         * Called for each damaged place.
         *
         * @param lost number of records that cannot be read because of it; 0 if it only leads to records.
         * @return whether to go on after it.
         */
        boolean damage(JournalException damage, long lost);

        /** Called for a last record that was never finished. */
        void torn(long index, Path file, long position);
    }

    private final Path dir;
    private final Sink sink;
    private RollCycle rollCycle;
    private boolean isDamaged;
    private boolean isStopped;

    Salvage(final Path dir, final Sink sink) {
        this.dir = dir;
        this.sink = sink;
    }

    /**
     * Walks over the journal. Throws if there is a problem other than damage: a newer schema, or a file that this user may not
     * read.
     */
    void run(final RollCycle defaultCycle) {
        rollCycle = CycleFiles.rollCycle(dir, defaultCycle);
        try {
            final QueueTable table = QueueTable.read(dir);
            if (table != null) {
                rollCycle = table.rollCycle();
            }
        } catch (final JournalException e) {
            damaged(e, 0);
        }
        final TreeMap<Integer, Path> files = CycleFiles.list(dir, rollCycle);
        final List<FileChain.Break> breaks = FileChain.breaks(dir, rollCycle);
        tell(breaks, Integer.MIN_VALUE);
        for (final Map.Entry<Integer, Path> file : files.entrySet()) {
            tell(breaks, file.getKey());
            if (!isStopped && Files.isRegularFile(file.getValue())) {
                walk(file.getKey(), file.getValue(), file.getKey().equals(files.lastKey()));
            }
        }
        tell(breaks, FileChain.Break.AT_END);
        if (!isDamaged) {
            lookAsWriter();
        }
    }

    /** Reports the breaks of the file chain before a file. */
    private void tell(final List<FileChain.Break> breaks, final int cycle) {
        for (final FileChain.Break found : breaks) {
            if (found.cycle() == cycle && !isStopped) {
                damaged(found.problem(), found.lost());
            }
        }
    }

    /** Reports damage that only a writer would meet. */
    private void lookAsWriter() {
        try {
            OpeningCheck.look(dir, rollCycle);
        } catch (final JournalException e) {
            requireDamage(e);
            damaged(e, 0);
        }
    }

    private void walk(final int cycle, final Path path, final boolean isLast) {
        try (CycleWalk walk = open(path, rollCycle.toIndex(cycle, 0))) {
            boolean goesOn = walk != null;
            while (goesOn && !isStopped) {
                try {
                    goesOn = step(walk, cycle, isLast);
                } catch (final JournalException e) {
                    goesOn = passOver(walk, cycle, e);
                }
            }
        }
    }

    private boolean step(final CycleWalk walk, final int cycle, final boolean isLast) {
        final CycleWalk.Found found = walk.look();
        if (found == CycleWalk.Found.RECORD) {
            walk.read();
            take(walk, cycle);
            return true;
        }
        if (found == CycleWalk.Found.CUT) {
            walk.requireCutIsLast();
            if (!isLast) {
                throw walk.damaged("the file ends in this record, and there are later ones");
            }
            sink.torn(walk.index(), walk.path(), walk.position());
            return false;
        }
        walk.requireEnd();
        if (walk.look() == CycleWalk.Found.RECORD) {
            return true;
        }
        if (found == CycleWalk.Found.UNFINISHED && isLast) {
            sink.torn(walk.index(), walk.path(), walk.position());
        }
        return false;
    }

    private void take(final CycleWalk walk, final int cycle) {
        sink.record(rollCycle, cycle, walk.index(), walk.address(), walk.length());
        walk.step();
    }

    /** Opens a file for the walk. Returns null if nothing can be found in it. */
    private CycleWalk open(final Path path, final long firstIndex) {
        try {
            final CycleWalk walk = new CycleWalk(path, firstIndex);
            if (walk.head() != null) {
                return walk;
            }
            walk.close();
            try (CycleFile file = CycleFile.open(path)) {
                CycleFiles.requireNoRecords(file);
            }
            return null;
        } catch (final JournalException e) {
            requireDamage(e);
            final CycleWalk walk = new CycleWalk(path, firstIndex, CycleHead.assumed(0, rollCycle));
            if (walk.seekBehindDamage()) {
                damaged(e, walk.sequence());
                return walk;
            }
            walk.close();
            damaged(e, 1);
            return null;
        }
    }

    /** Moves behind damage. Returns false if there is nothing more in this file. */
    private boolean passOver(final CycleWalk walk, final int cycle, final JournalException e) {
        requireDamage(e);
        final long position = walk.position();
        final long index = walk.index();
        if (!walk.seekBehindDamage()) {
            damaged(e, Math.max(1, walk.head().sequence() + 1 - walk.sequence()));
            return false;
        }
        final long found = walk.position();
        final long lost = walk.index() - index;
        if (lost == 1) {
            walk.at(position, index);
            if (walk.isWholeUpTo(found)) {
                damaged(e, 0);
                if (!isStopped) {
                    take(walk, cycle);
                }
                return true;
            }
            walk.at(found, index + 1);
        }
        damaged(e, lost);
        return true;
    }

    private void damaged(final JournalException e, final long lost) {
        isDamaged = true;
        isStopped |= !sink.damage(e, lost);
    }

    private static void requireDamage(final JournalException e) {
        if (e.problem() != JournalException.Problem.DAMAGED && e.problem() != JournalException.Problem.UNKNOWN_KIND) {
            throw e;
        }
    }
}
