package io.patchbay.replay;

import io.patchbay.cli.ExitCode;
import io.patchbay.journal.Journal;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Notices where retention of a live server removes files that a replay has still to read: its reader would go on with the next
 * that is there, as if nothing had been between.
 */
final class CycleWatch {
    private final Journal journal;
    private final NavigableSet<Integer> listed;
    private int current = -1;

    CycleWatch(final Journal journal) {
        this.journal = journal;
        listed = new TreeSet<>(journal.cycleFiles().keySet());
    }

    /** Between the first and the last of these records lies no other. */
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
