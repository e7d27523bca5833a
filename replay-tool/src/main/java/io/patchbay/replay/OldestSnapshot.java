package io.patchbay.replay;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.journal.Journal;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.Times;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.Snapshots;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stands for the records that retention has removed: the oldest snapshot that is whole.
 */
public final class OldestSnapshot {
    private OldestSnapshot() {
    }

    /** An engine that has applied nothing, or has the state of the snapshot where the journal's beginning is gone. */
    static Engine engine(final Journal journal, final Outputs outputs, final Consumer<String> says) {
        final long pruned = journal.prunedBefore();
        if (pruned == 0) {
            return new Engine(outputs);
        }
        final Engine engine = find(journal, outputs, says);
        if (engine == null) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "The journal in " + journal.dir() + " begins at "
                + Indexes.format(pruned) + ", older records were removed, and there is no snapshot in "
                + new Snapshots(journal).dir() + " to start from: restore the snapshots from a copy, or copy them with the"
                + " journal.");
        }
        says.accept("The journal begins at " + Indexes.format(pruned) + ", older records were removed: starting from the snapshot"
            + " at " + Indexes.format(engine.index()) + " of " + Times.format(engine.timeNs()) + ".");
        return engine;
    }

    /** An engine with the oldest state that there is; null where there is none. */
    public static Engine find(final Journal journal, final Outputs outputs, final Consumer<String> says) {
        final Snapshots snapshots = new Snapshots(journal);
        final List<Path> oldestFirst = snapshots.files();
        Collections.reverse(oldestFirst);
        for (final Path file : oldestFirst) {
            try {
                final Snapshot snapshot = Snapshot.open(file);
                if (snapshot.isOf(journal)) {
                    final Engine engine = new Engine(outputs);
                    snapshot.readState(engine);
                    return engine;
                }
            } catch (final SnapshotException e) {
                says.accept(e.getMessage() + ".");
            }
        }
        return null;
    }
}
