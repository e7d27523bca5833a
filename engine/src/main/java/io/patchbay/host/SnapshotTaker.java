package io.patchbay.host;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.LogReader;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.SnapshotHead;
import io.patchbay.snapshot.SnapshotStore;
import io.patchbay.snapshot.StoredSnapshot;

import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Takes snapshots with an engine of its own that follows the journal, so that the live engine never stops for them. It begins at
 * the newest snapshot, keeps its state from one snapshot to the next, and reads only when a snapshot is to be taken. On its way
 * it compares its state with the journal's checkpoints. One thread.
 */
public final class SnapshotTaker implements AutoCloseable {
    private final SnapshotStore snapshots;
    private final int maxFrameBytes;
    private final BooleanSupplier goesOn;
    private final Function<Outputs, Engine> engines;
    private Engine engine;
    private FrameMarks marks;
    private LogReader reader;
    private long recordTimeNs;

    /**
     * Creates a snapshot taker, which reads nothing yet.
     *
     * @param snapshots     the directory that they are written to.
     * @param maxFrameBytes largest size of a frame, as set for the engine's host.
     * @param goesOn        called after each record; false aborts. It may wait, which paces the taker.
     */
    public SnapshotTaker(final SnapshotStore snapshots, final int maxFrameBytes, final BooleanSupplier goesOn) {
        this(snapshots, maxFrameBytes, goesOn, Engine::new);
    }

    /**
     * Creates a snapshot taker with engines of another kind.
     *
     * @param snapshots     the directory that they are written to.
     * @param maxFrameBytes largest size of a frame, as set for the engine's host.
     * @param goesOn        called after each record; false aborts. It may wait, which paces the taker.
     * @param engines       creates an engine with given outputs, as the engine's host does.
     */
    public SnapshotTaker(final SnapshotStore snapshots, final int maxFrameBytes, final BooleanSupplier goesOn,
        final Function<Outputs, Engine> engines) {
        this.engines = engines;
        this.snapshots = snapshots;
        this.maxFrameBytes = maxFrameBytes;
        this.goesOn = goesOn;
    }

    /**
     * Follows the journal up to a record, syncs the journal up to there, and writes a snapshot.
     *
     * @param target index of a record that the live engine has applied, above the last snapshot's.
     * @return the head of the snapshot; null if it was aborted.
     * @throws io.patchbay.snapshot.SnapshotException if it cannot be written.
     * @throws io.patchbay.data.JournalException   if the journal cannot be read.
     * @throws StateDiffersException                  if the state differs from a checkpoint.
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

    /** Discards its state. The next snapshot begins with the newest one on the disk. */
    public void forget() {
        engine = null;
        marks = null;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void begin(final long target) {
        final StoredSnapshot base = snapshots.newest(snapshot -> snapshot.head().index() <= target && load(snapshot));
        if (base == null) {
            if (snapshots.journal().prunedBefore() != 0) {
                throw new IllegalStateException("the journal's beginning was removed, and there is no snapshot to go on from");
            }
            marks = new FrameMarks(maxFrameBytes);
            engine = engines.apply(marks);
            marks.engine(engine);
        }
        reader = snapshots.journal().newReader();
        if (base != null) {
            recordTimeNs = base.head().recordTimeNs();
            reader.moveTo(engine.index() + 1);
        }
    }

    private boolean load(final StoredSnapshot snapshot) {
        marks = new FrameMarks(maxFrameBytes);
        engine = engines.apply(marks);
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

    /**
     * Compares the state with a checkpoint of the record right before it, which most checkpoints are. The others are left to the
     * replay tool's verify, which keeps all hashes.
     */
    private void compare(final CheckpointInput checkpoint) {
        if (checkpoint.at != 0 && checkpoint.at == engine.index() && checkpoint.hash != engine.stateHash()) {
            throw new StateDiffersException(checkpoint.at);
        }
    }

    /** Discards its state and closes its reader. */
    @Override
    public void close() {
        forget();
    }

    /**
     * Thrown where the state folded from the journal differs from that of the live engine: one of the two is wrong.
     */
    public static final class StateDiffersException extends RuntimeException {
        StateDiffersException(final long index) {
            super("the state after the record " + Indexes.format(index) + " is not the one that its checkpoint names");
        }
    }
}
