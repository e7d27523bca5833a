package io.patchbay.host;

import io.patchbay.engine.Inputs;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;

import java.util.concurrent.TimeUnit;

/**
 * The engine's place in the journal, and the rule of {@code --sync}: which records may be applied, and which acks may go. Used
 * by the {@link EngineAgent} on its thread.
 */
final class JournalTail implements AutoCloseable {
    private static final int SCOUT_LIMIT = 1024;

    private final Journal journal;
    private final Durability durability;
    private final SyncThread sync;
    private final JournalReader scout;
    private JournalReader reader;
    private long nextSyncNs;

    JournalTail(final Journal journal, final Durability durability) {
        this.journal = journal;
        this.durability = durability;
        sync = durability.kind() == Durability.Kind.NONE ? null : new SyncThread(journal);
        scout = durability.kind() == Durability.Kind.BATCH ? journal.newReader() : null;
        reader = journal.newReader();
    }

    /** Back to the first record. */
    void restart() {
        reader.close();
        reader = journal.newReader();
    }

    /** Is this the index of the very next record, and does the rule let it through as soon as it is written? */
    boolean isNext(final long index) {
        return scout == null && index == reader.index() + 1;
    }

    /** A record need not be handed over: it has been applied as it was written. */
    void passOver(final long index) {
        reader.passOver(index);
    }

    /** Hands over records as far as the rule allows. */
    int poll(final Inputs inputs, final int limit) {
        if (scout == null) {
            return reader.isAtEnd() ? 0 : reader.poll(inputs, limit);
        }
        final long synced = sync.syncedIndex();
        int count = 0;
        while (count < limit && reader.index() < synced && reader.poll(inputs, 1) == 1) {
            count++;
        }
        return count;
    }

    /** Has the rule let all through that was there at the last look? */
    boolean isDrained() {
        return scout == null || reader.index() >= scout.index();
    }

    /** Asks for syncs as they are due. */
    int pollSync(final long nowNs) {
        switch (durability.kind()) {
            case BATCH -> {
                // Looks ahead only, the records are handed over later.
                int seen = 0;
                while (seen < SCOUT_LIMIT && scout.next(in -> { })) {
                    seen++;
                }
                sync.request(scout.index());
                return seen;
            }
            case INTERVAL -> {
                if (nowNs - nextSyncNs >= 0) {
                    nextSyncNs = nowNs + TimeUnit.MILLISECONDS.toNanos(durability.intervalMs());
                    sync.request(reader.index());
                }
                return 0;
            }
            default -> {
                return 0;
            }
        }
    }

    /** Index up to which acks may go. */
    long syncedIndex() {
        return sync == null ? Long.MAX_VALUE : sync.syncedIndex();
    }

    boolean isHoldingAcks() {
        return durability.kind() == Durability.Kind.INTERVAL;
    }

    @Override
    public void close() {
        if (sync != null) {
            sync.close();
        }
        if (scout != null) {
            scout.close();
        }
        reader.close();
    }
}
