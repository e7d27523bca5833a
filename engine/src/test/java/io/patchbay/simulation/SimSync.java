package io.patchbay.simulation;

/**
 * Stands for the thread that syncs: the disk takes its time.
 */
public final class SimSync implements AutoCloseable {
    private final SimJournal journal;
    private long requested;
    private long under;
    private long readyNs;
    private long synced;

    /**
     * As the thread's.
     *
     * @param journal to sync.
     */
    public SimSync(final SimJournal journal) {
        this.journal = journal;
    }

    /**
     * Asks for everything up to a record.
     *
     * @param index of it.
     */
    public void request(final long index) {
        requested = Math.max(requested, index);
        look();
    }

    /**
     * As the thread's.
     *
     * @return up to where the disk has it.
     */
    public long syncedIndex() {
        look();
        return synced;
    }

    private void look() {
        final long now = journal.machine.nanoTime();
        if (under > synced && now >= readyNs) {
            synced = under;
            journal.records.synced = Math.max(journal.records.synced, journal.records.countUpTo(synced));
        }
        if (under == synced && requested > synced) {
            under = requested;
            readyNs = now + journal.random.below(2_000_000);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
