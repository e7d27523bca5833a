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
 * The oldest snapshot that is whole, which replaces the records that retention has removed.
 */
public final class OldestSnapshot {
    private OldestSnapshot() {
    }

    /**
     * Returns an empty engine, or one with the oldest snapshot's state if the journal's first records were removed.
     *
     * @throws ReplayException if records were removed and no snapshot is whole.
     */
    static Engine engine(final Journal journal, final Outputs outputs, final Consumer<String> messages) {
        final long pruned = journal.prunedBefore();
        if (pruned == 0) {
            return new Engine(outputs);
        }
        final Engine engine = find(journal, outputs, messages);
        if (engine == null) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "The journal in " + journal.dir() + " begins at "
                + Indexes.format(pruned) + ", older records were removed, and there is no snapshot in "
                + new Snapshots(journal).dir() + " to start from: restore the snapshots from a copy, or copy them with the"
                + " journal.");
        }
        messages.accept("The journal begins at " + Indexes.format(pruned) + ", older records were removed: starting from the"
            + " snapshot at " + Indexes.format(engine.index()) + " of " + Times.format(engine.timeNs()) + ".");
        return engine;
    }

    /** Returns an engine with the state of the oldest snapshot that is whole, or null if there is none. */
    public static Engine find(final Journal journal, final Outputs outputs, final Consumer<String> messages) {
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
                messages.accept(e.getMessage() + ".");
            }
        }
        return null;
    }
}
