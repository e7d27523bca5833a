package io.patchbay.simulation;

import io.patchbay.journal.LogSync;

/**
 * A fake of the thread that syncs the journal. A sync takes a random time.
 */
final class SimSync implements LogSync {
    private final SimJournal journal;
    private long requested;
    private long syncing;
    private long readyNs;
    private long synced;

    SimSync(final SimJournal journal) {
        this.journal = journal;
    }

    @Override
    public void request(final long index) {
        requested = Math.max(requested, index);
        update();
    }

    @Override
    public long syncedIndex() {
        update();
        return synced;
    }

    private void update() {
        final long now = journal.machine.nanoTime();
        if (syncing > synced && now >= readyNs) {
            synced = syncing;
            journal.records.synced = Math.max(journal.records.synced, journal.records.countUpTo(synced));
        }
        if (syncing == synced && requested > synced) {
            syncing = requested;
            readyNs = now + journal.random.below(2_000_000);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
