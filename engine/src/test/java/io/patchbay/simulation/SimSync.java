package io.patchbay.simulation;

/**
 * A fake of the thread that syncs the journal. A sync takes a random time.
 */
public final class SimSync implements AutoCloseable {
    private final SimJournal journal;
    private long requested;
    private long syncing;
    private long readyNs;
    private long synced;

    /**
     * Creates the fake of a thread.
     *
     * @param journal the journal to sync.
     */
    public SimSync(final SimJournal journal) {
        this.journal = journal;
    }

    /**
     * Requests a sync up to a record.
     *
     * @param index index of the record.
     */
    public void request(final long index) {
        requested = Math.max(requested, index);
        update();
    }

    /**
     * Returns how far the journal is synced.
     *
     * @return index of the last record on the disk.
     */
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
