package io.patchbay.replay;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.RecordBatch;

import org.agrona.collections.LongHashSet;

import java.util.Map;
import java.util.TreeMap;

/**
 * Compares every checkpoint with the state of the fold after the record that it names. To take the state hash after each record
 * would cost a third of the fold, so it is taken where a checkpoint is known to name the record: one that is in the same batch of
 * records or in the next. Where the next is not known yet, it is taken after each. A checkpoint that names a record from further
 * back, which the live engine has no reason to write, is left to a second fold.
 */
public final class CheckpointCheck {
    /** More than a batch and the next. */
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

    /** For a fold by this engine that is about to begin. */
    public CheckpointCheck(final Engine engine) {
        this.engine = engine;
        startIndex = engine.index();
        hashes.add(startIndex, engine.stateHash());
    }

    /** How many checkpoints could be compared. */
    public long count() {
        return count;
    }

    /** Index of the first record after which the state is another; 0 where there is none. */
    public long differs() {
        return differs;
    }

    /** Records are about to be applied, and maybe it is known which come after them. */
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

    /** A record is about to be applied. */
    public void before(final Input in) {
        // One that names a record from before the start cannot be compared.
        if (hasCheckpoint && in instanceof CheckpointInput checkpoint && (startIndex == 0 || checkpoint.at >= startIndex)) {
            count++;
            if (checkpoint.at < 0 || checkpoint.at >= checkpoint.index) {
                differs(checkpoint.index);
            } else if (!hashes.has(checkpoint.at)) {
                final Long other = missed.put(checkpoint.at, checkpoint.hash);
                if (other != null && other != checkpoint.hash) {
                    differs(checkpoint.at);
                }
            } else if (hashes.of(checkpoint.at) != checkpoint.hash) {
                differs(checkpoint.at == 0 ? checkpoint.index : checkpoint.at);
            }
        }
    }

    /** A record has been applied. */
    public void after(final Input in) {
        if (isEach || !named.isEmpty() && named.contains(in.index)) {
            hashes.add(in.index, engine.stateHash());
        }
    }

    /** Are there checkpoints that a second fold has to look at? */
    public boolean isFoldNeeded() {
        return !missed.isEmpty();
    }

    /** The last record that it has to apply. */
    public long foldTo() {
        return missed.lastKey();
    }

    /** A record has been applied in the second fold, by this engine. */
    public void afterAgain(final Engine second) {
        for (Map.Entry<Long, Long> next = missed.firstEntry(); next != null && next.getKey() <= second.index();
            next = missed.firstEntry()) {
            if (next.getKey() != second.index() || next.getValue() != second.stateHash()) {
                differs(next.getKey());
            }
            missed.pollFirstEntry();
        }
    }

    /** The second fold has ended: what is left names no record. */
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
