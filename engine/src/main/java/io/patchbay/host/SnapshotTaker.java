package io.patchbay.host;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.JournalReader;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotHead;
import io.patchbay.snapshot.Snapshots;

import java.util.function.BooleanSupplier;

/**
 * Makes snapshots with an engine of its own that follows the journal, so that the live one never stops for them. It begins where
 * the newest snapshot is, keeps its state from one snapshot to the next, and reads only when one is to be made. On its way it
 * compares its state with the journal's checkpoints. One thread.
 */
public final class SnapshotTaker implements AutoCloseable {
    private final Snapshots snapshots;
    private final int maxFrameBytes;
    private final BooleanSupplier goesOn;
    private Engine engine;
    private FrameMarks marks;
    private JournalReader reader;
    private long recordTimeNs;

    /**
     * Reads nothing yet.
     *
     * @param snapshots     where they go.
     * @param maxFrameBytes as the engine's host has it.
     * @param goesOn        asked after each record; false gives up. It may wait: that is how the taker is paced.
     */
    public SnapshotTaker(final Snapshots snapshots, final int maxFrameBytes, final BooleanSupplier goesOn) {
        this.snapshots = snapshots;
        this.maxFrameBytes = maxFrameBytes;
        this.goesOn = goesOn;
    }

    /**
     * Follows the journal up to a record, has the disk take the journal up to there, and writes a snapshot.
     *
     * @param target index of a record that the live engine has applied, above the last snapshot's.
     * @return what was written; null where it was told to give up.
     * @throws io.patchbay.snapshot.SnapshotException where it cannot be written.
     * @throws io.patchbay.journal.JournalException   where the journal cannot be read.
     * @throws StateDiffersException                  where a checkpoint says otherwise.
     */
    public SnapshotHead take(final long target) {
        boolean isDone = false;
        try {
            if (engine == null) {
                begin(target);
            }
            while (engine.index() < target) {
                if (!reader.next(this::apply)) {
                    throw new IllegalStateException("the journal ends before " + Indexes.format(target));
                }
                if (!goesOn.getAsBoolean()) {
                    isDone = true;
                    return null;
                }
            }
            snapshots.journal().vouch(target);
            snapshots.write(engine, recordTimeNs, marks);
            isDone = true;
            return SnapshotHead.of(engine, recordTimeNs);
        } finally {
            if (!isDone) {
                forget();
            }
        }
    }

    /** Lets its state go: the next snapshot begins with the newest one on the disk. */
    public void forget() {
        engine = null;
        marks = null;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void begin(final long target) {
        final Snapshot base = snapshots.newest(snapshot -> snapshot.head().index() <= target && load(snapshot));
        if (base == null) {
            if (snapshots.journal().prunedBefore() != 0) {
                throw new IllegalStateException("the journal's beginning was removed, and there is no snapshot to go on from");
            }
            marks = new FrameMarks(maxFrameBytes);
            engine = new Engine(marks);
            marks.engine(engine);
        }
        reader = snapshots.journal().newReader();
        if (base != null) {
            recordTimeNs = base.head().recordTimeNs();
            reader.moveTo(engine.index() + 1);
        }
    }

    private boolean load(final Snapshot snapshot) {
        marks = new FrameMarks(maxFrameBytes);
        engine = new Engine(marks);
        snapshot.readMarks(marks);
        snapshot.readState(engine);
        marks.resume(engine);
        return true;
    }

    private void apply(final Input in) {
        if (in.kind() == RecordKind.CHECKPOINT) {
            compare((CheckpointInput)in);
        }
        in.applyTo(engine);
        marks.applied(in);
        recordTimeNs = in.timeNs;
    }

    /** Most name the record right before them; the others are left to replay's verify, which keeps all hashes. */
    private void compare(final CheckpointInput checkpoint) {
        if (checkpoint.at != 0 && checkpoint.at == engine.index() && checkpoint.hash != engine.stateHash()) {
            throw new StateDiffersException(checkpoint.at);
        }
    }

    /** Lets all go. */
    @Override
    public void close() {
        forget();
    }

    /**
     * The state by the journal is not the one that the live engine had: one of the two is wrong.
     */
    public static final class StateDiffersException extends RuntimeException {
        StateDiffersException(final long index) {
            super("the state after the record " + Indexes.format(index) + " is not the one that its checkpoint names");
        }
    }
}
