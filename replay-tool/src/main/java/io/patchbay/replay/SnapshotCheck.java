package io.patchbay.replay;

import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.journal.Journal;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.Snapshots;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compares every snapshot with the state of a fold at the snapshot's index. It checks the hash and every byte, and that an
 * engine can read the snapshot.
 */
public final class SnapshotCheck {
    private final Consumer<String> messages;
    private final TreeMap<Long, Snapshot> waiting = new TreeMap<>();
    private long count;
    private long differs;

    /**
     * Opens the snapshots of a journal.
     *
     * @param journal  the journal whose snapshots are compared.
     * @param messages receives a line for each snapshot that is wrong.
     */
    public SnapshotCheck(final Journal journal, final Consumer<String> messages) {
        this.messages = messages;
        final long pruned = journal.prunedBefore();
        for (final Path file : new Snapshots(journal).files()) {
            if (Snapshots.indexOf(file) < pruned) {
                // The records up to it were removed, so there is nothing to compare it with. No start uses it.
                continue;
            }
            count++;
            try {
                final Snapshot snapshot = Snapshot.open(file);
                waiting.put(snapshot.head().index(), snapshot);
            } catch (final SnapshotException e) {
                fails(Snapshots.indexOf(file), e.getMessage());
            }
        }
    }

    /** Returns the number of snapshots, whether or not they are whole. */
    public long count() {
        return count;
    }

    /** Returns the index of the first snapshot that is wrong, or 0 if none is. */
    public long differs() {
        return differs;
    }

    /** Returns the next index at which a snapshot is to be compared, or {@link Long#MAX_VALUE} if none is left. */
    public long next() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
    }

    /** Compares the snapshots up to the engine's index. Called when the fold has come to {@link #next()} or beyond. */
    public void after(final Engine engine) {
        for (Map.Entry<Long, Snapshot> entry = waiting.firstEntry(); entry != null && entry.getKey() <= engine.index();
            entry = waiting.firstEntry()) {
            compare(entry.getValue(), engine);
            waiting.pollFirstEntry();
        }
    }

    /** Reports the snapshots that are left as wrong. Called when the journal has no more records. */
    public void end() {
        waiting.forEach((index, snapshot) -> fails(index, "The snapshot " + snapshot.file() + " is of a record that this journal"
            + " does not have"));
    }

    private void compare(final Snapshot snapshot, final Engine engine) {
        final long index = snapshot.head().index();
        if (index < engine.index()) {
            fails(index, "The snapshot " + snapshot.file() + " is of a record that this journal does not have");
        } else if (!snapshot.isStateOf(engine)) {
            fails(index, "The snapshot " + snapshot.file() + " is not the state that the journal leads to");
        } else {
            try {
                snapshot.readState(new Engine(new SilentOutputs()));
            } catch (final SnapshotException e) {
                fails(index, e.getMessage());
            }
        }
    }

    private void fails(final long index, final String why) {
        messages.accept(why + " (" + Indexes.format(index) + "): remove it, a start then uses the one before.");
        differs = differs == 0 ? index : Math.min(differs, index);
    }
}
