package io.patchbay.replay;

import io.patchbay.cli.ExitCode;
import io.patchbay.journal.Journal;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Notices when a live server's retention removes files that a replay has still to read. Without it the reader would go on with
 * the next file that exists, as if there had been none between.
 */
final class CycleWatch {
    private final Journal journal;
    private final NavigableSet<Integer> listed;
    private int current = -1;

    CycleWatch(final Journal journal) {
        this.journal = journal;
        listed = new TreeSet<>(journal.cycleFiles().keySet());
    }

    /**
     * Checks that no file between the previous batch and this one was removed.
     *
     * @param first index of the batch's first record.
     * @param last  index of its last.
     * @throws ReplayException if a file was removed.
     */
    void check(final long first, final long last) {
        enter(journal.cycleOf(first));
        enter(journal.cycleOf(last));
    }

    private void enter(final int cycle) {
        if (cycle != current) {
            final Integer missed = current < 0 ? null : listed.higher(current);
            if (missed != null && missed < cycle && journal.prunedBefore() != 0) {
                throw new ReplayException(ExitCode.COULD_NOT_RUN, "The server has removed files of the journal while they were"
                    + " read (retention): run this again, or on a copy.");
            }
            current = cycle;
        }
    }
}
