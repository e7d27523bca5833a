package io.patchbay.host;

import io.patchbay.journal.JournalReader;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.Snapshots;

/**
 * Reads the records that an engine reads at its start. So a process without an engine appends nothing to a journal that no engine
 * could fold.
 */
public final class StartCheck {
    private StartCheck() {
    }

    /**
     * Reads all records from the newest usable snapshot on, or from the journal's start. Any thread, also while others append.
     *
     * @param snapshots of the journal.
     * @return the number of records read.
     * @throws io.patchbay.data.JournalException if a record is damaged or of a newer schema.
     */
    public static long run(final Snapshots snapshots) {
        final Snapshot newest = snapshots.newest(snapshot -> true);
        try (JournalReader reader = snapshots.journal().newReader()) {
            if (newest != null) {
                reader.moveTo(newest.head().index());
            }
            long records = 0;
            while (reader.next(in -> { })) {
                records++;
            }
            return records;
        }
    }
}
