package io.patchbay.simulation;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.snapshot.SnapshotStore;
import io.patchbay.snapshot.StoredSnapshot;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A fake of the directory of snapshots, as one process has it open. A snapshot exists as a whole or not at all.
 */
final class SimSnapshots implements SnapshotStore {
    private static final int KEPT = 3;

    private final SimJournal journal;
    /** The snapshots in order of their indexes; they outlive the process. */
    private final List<SimSnapshot> kept;

    SimSnapshots(final SimJournal journal, final List<SimSnapshot> kept) {
        this.journal = journal;
        this.kept = kept;
    }

    @Override
    public Path dir() {
        return Path.of("/simulated/snapshots");
    }

    @Override
    public SimJournal journal() {
        return journal;
    }

    @Override
    public SimSnapshot newest(final Predicate<? super StoredSnapshot> isGood) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            final SimSnapshot snapshot = kept.get(i);
            if (!snapshot.isDamaged && isOfJournal(snapshot) && isGood.test(snapshot)) {
                return snapshot;
            }
        }
        return null;
    }

    private boolean isOfJournal(final SimSnapshot snapshot) {
        final int position = journal.records.countUpTo(snapshot.head().index()) - 1;
        return position >= 0 && journal.records.get(position).index == snapshot.head().index()
            && journal.records.get(position).timeNs == snapshot.head().recordTimeNs();
    }

    @Override
    public long write(final Engine engine, final long recordTimeNs, final FrameMarks marks) {
        final SimSnapshot made = new SimSnapshot(engine, recordTimeNs, marks);
        journal.process.step();
        kept.removeIf(older -> older.head().index() == made.head().index());
        kept.add(made);
        kept.sort(Comparator.comparingLong(snapshot -> snapshot.head().index()));
        journal.process.step();
        while (kept.size() > KEPT) {
            kept.remove(0);
        }
        return 0;
    }
}
