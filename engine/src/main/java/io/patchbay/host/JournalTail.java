package io.patchbay.host;

import io.patchbay.engine.input.Inputs;
import io.patchbay.journal.LogReader;
import io.patchbay.journal.LogSync;
import io.patchbay.journal.RecordLog;

import java.util.concurrent.TimeUnit;

/**
 * The engine's position in the journal. It enforces the rule of {@code --sync}: which records may be applied, and which acks may
 * be sent. Used by the {@link EngineAgent} on its thread.
 */
final class JournalTail implements AutoCloseable {
    private static final int SCOUT_LIMIT = 1024;

    private final RecordLog journal;
    private final Durability durability;
    private final LogSync sync;
    private final LogReader scout;
    private LogReader reader;
    private long nextSyncNs;
    /** The record after which the fold begins: records up to it are not read. */
    private long startIndex;

    JournalTail(final RecordLog journal, final Durability durability) {
        this.journal = journal;
        this.durability = durability;
        sync = durability.kind() == Durability.Kind.NONE ? null : journal.newSync();
        scout = durability.kind() == Durability.Kind.BATCH ? journal.newReader() : null;
        reader = journal.newReader();
    }

    /** Moves to the record after this one; 0 = to the first. */
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

    /** Returns the index of the last record that has been handed over or is not needed. */
    private long position() {
        return Math.max(startIndex, reader.index());
    }

    /**
     * Returns whether this is the index of the next record, and the rule of {@code --sync} lets a record be applied as soon as it
     * is written.
     */
    boolean isNext(final long index) {
        return scout == null && index == position() + 1;
    }

    /** Skips a record that has been applied from its carrier. */
    void passOver(final long index) {
        reader.passOver(index);
    }

    /** Passes records to the inputs as far as the rule of {@code --sync} allows. Returns how many. */
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

    /** Returns whether every record that was there at the last look has been let through by the rule of {@code --sync}. */
    boolean isDrained() {
        return scout == null || position() >= scout.index();
    }

    /** Requests the syncs that are due. Returns the number of records looked at. */
    int pollSync(final long nowNs) {
        switch (durability.kind()) {
            case BATCH -> {
                // Only finds the end of the journal; the records are handed over after the sync.
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

    /** Returns the index up to which acks may be sent. */
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
