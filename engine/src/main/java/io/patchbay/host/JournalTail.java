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
    /** Last record that the fold began after: those up to it are not read. */
    private long startIndex;

    JournalTail(final Journal journal, final Durability durability) {
        this.journal = journal;
        this.durability = durability;
        sync = durability.kind() == Durability.Kind.NONE ? null : new SyncThread(journal);
        scout = durability.kind() == Durability.Kind.BATCH ? journal.newReader() : null;
        reader = journal.newReader();
    }

    /** Back to the record after this one; 0 = the first. */
    void restart(final long afterIndex) {
        reader.close();
        reader = journal.newReader();
        startIndex = afterIndex;
        if (afterIndex > 0) {
            reader.moveTo(afterIndex + 1);
            if (scout != null && scout.index() < afterIndex) {
                scout.moveTo(afterIndex + 1);
            }
        }
    }

    /** The last record that need not be handed over any more. */
    private long position() {
        return Math.max(startIndex, reader.index());
    }

    /** Is this the index of the very next record, and does the rule let it through as soon as it is written? */
    boolean isNext(final long index) {
        return scout == null && index == position() + 1;
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
        while (count < limit && position() < synced && reader.poll(inputs, 1) == 1) {
            count++;
        }
        return count;
    }

    /** Has the rule let all through that was there at the last look? */
    boolean isDrained() {
        return scout == null || position() >= scout.index();
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
                    sync.request(position());
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
