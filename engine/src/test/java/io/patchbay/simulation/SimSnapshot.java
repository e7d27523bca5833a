package io.patchbay.simulation;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.snapshot.SnapshotHead;
import io.patchbay.snapshot.StoredSnapshot;

/**
 * A fake of a snapshot on the disk.
 */
final class SimSnapshot implements StoredSnapshot {
    private final StateBytes state = new StateBytes();
    private final StateBytes marks = new StateBytes();
    private final SnapshotHead head;
    /** Whether it can no longer be read. */
    boolean isDamaged;

    SimSnapshot(final Engine engine, final long recordTimeNs, final FrameMarks ofFold) {
        head = SnapshotHead.of(engine, recordTimeNs);
        ofFold.write(marks);
        engine.writeState(state);
    }

    @Override
    public SnapshotHead head() {
        return head;
    }

    @Override
    public void readMarks(final FrameMarks to) {
        final StateBytes from = marks.reader();
        to.read(from);
        checkRead(from);
    }

    @Override
    public void readState(final Engine engine) {
        final StateBytes from = state.reader();
        engine.readState(from);
        checkRead(from);
        if (engine.index() != head.index() || engine.stateHash() != head.stateHash()
            || engine.stateHash() != engine.recomputedStateHash()) {
            throw new Violation("the snapshot at " + Long.toHexString(head.index()) + " gives another state than was written");
        }
    }

    private static void checkRead(final StateBytes from) {
        if (!from.isRead()) {
            throw new Violation("a snapshot is not read to its end");
        }
    }
}
