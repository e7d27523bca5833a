package io.patchbay.replay;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.record.RecordBatch;

import org.agrona.collections.LongHashSet;

import java.util.Map;
import java.util.TreeMap;

/**
 * Compares every checkpoint with the state of the fold after the record that the checkpoint names.
 *
 * <p>To take the state hash after each record would cost a third of the fold. So it is taken only after records that a
 * checkpoint of the same batch or of the next one names. While the next batch is not read yet, it is taken after each record.
 * A checkpoint may name a record from further back, though the live engine has no reason to write one. It is left to a second
 * fold.
 */
public final class CheckpointCheck {
    /** Number of hashes that are kept: a power of two, above the number of records in two batches. */
    private static final int RECENT = 1 << 10;

    private final RecentHashes hashes = new RecentHashes(RECENT);
    private final LongHashSet named = new LongHashSet();
    private final TreeMap<Long, Long> missed = new TreeMap<>();
    private final Engine engine;
    private final long startIndex;
    private boolean isEach;
    private boolean hasCheckpoint;
    private long count;
    private long differs;

    /** Creates the check of a fold by an engine, which has not applied a record yet. */
    public CheckpointCheck(final Engine engine) {
        this.engine = engine;
        startIndex = engine.index();
        hashes.add(startIndex, engine.stateHash());
    }

    /** Returns the number of checkpoints that could be compared. */
    public long count() {
        return count;
    }

    /** Returns the index of the first record after which the state differs, or 0 if there is none. */
    public long differs() {
        return differs;
    }

    /**
     * Finds the records that checkpoints name. Called before a batch is applied.
     *
     * @param batch     the batch that is about to be applied.
     * @param following the next batch, or null if it has not been read yet.
     */
    public void onBatch(final RecordBatch batch, final RecordBatch following) {
        isEach = following == null;
        hasCheckpoint = batch.hasCheckpoint();
        if (!named.isEmpty()) {
            named.clear();
        }
        if (hasCheckpoint) {
            name(batch);
        }
        if (following != null && following.hasCheckpoint()) {
            name(following);
        }
    }

    /** Compares a checkpoint. Called with each record before it is applied. */
    public void before(final Input in) {
        // A checkpoint that names a record from before the start cannot be compared.
        if (hasCheckpoint && in instanceof CheckpointInput checkpoint && (startIndex == 0 || checkpoint.at >= startIndex)) {
            count++;
            if (checkpoint.at < 0 || checkpoint.at >= checkpoint.index) {
                differs(checkpoint.index);
            } else if (!hashes.has(checkpoint.at)) {
                final Long other = missed.put(checkpoint.at, checkpoint.hash);
                if (other != null && other != checkpoint.hash) {
                    differs(checkpoint.at);
                }
            } else if (hashes.hash(checkpoint.at) != checkpoint.hash) {
                differs(checkpoint.at == 0 ? checkpoint.index : checkpoint.at);
            }
        }
    }

    /** Takes the state hash if a checkpoint may name the record. Called with each record after it has been applied. */
    public void after(final Input in) {
        if (isEach || !named.isEmpty() && named.contains(in.index)) {
            hashes.add(in.index, engine.stateHash());
        }
    }

    /** Returns whether there are checkpoints that need a second fold. */
    public boolean isFoldNeeded() {
        return !missed.isEmpty();
    }

    /** Returns the last record that the second fold has to apply. */
    public long foldTo() {
        return missed.lastKey();
    }

    /** Compares the checkpoints up to the index of the second fold's engine. Called after each of its records. */
    public void afterAgain(final Engine second) {
        for (Map.Entry<Long, Long> next = missed.firstEntry(); next != null && next.getKey() <= second.index();
            next = missed.firstEntry()) {
            if (next.getKey() != second.index() || next.getValue() != second.stateHash()) {
                differs(next.getKey());
            }
            missed.pollFirstEntry();
        }
    }

    /** Counts the checkpoints that are left as wrong, since they name no record. Called at the end of the second fold. */
    public void end() {
        if (!missed.isEmpty()) {
            differs(missed.firstKey());
        }
    }

    private void name(final RecordBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.input(i) instanceof CheckpointInput checkpoint) {
                named.add(checkpoint.at);
            }
        }
    }

    private void differs(final long index) {
        differs = differs == 0 ? index : Math.min(differs, index);
    }
}
