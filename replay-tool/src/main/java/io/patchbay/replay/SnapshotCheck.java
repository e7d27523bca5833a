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
 * Compares every snapshot with the state of a fold at its index: the hash, every byte, and that an engine takes it.
 */
public final class SnapshotCheck {
    private final Consumer<String> says;
    private final TreeMap<Long, Snapshot> waiting = new TreeMap<>();
    private long count;
    private long differs;

    public SnapshotCheck(final Journal journal, final Consumer<String> says) {
        this.says = says;
        final long pruned = journal.prunedBefore();
        for (final Path file : new Snapshots(journal).files()) {
            if (Snapshots.indexOf(file) < pruned) {
                // Nothing is left to compare it with; no start uses it.
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

    /** How many there are, whole or not. */
    public long count() {
        return count;
    }

    /** Index of the first that is wrong; 0 where none is. */
    public long differs() {
        return differs;
    }

    /** The next index that one is to be compared at. */
    public long next() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
    }

    /** The fold has come so far. */
    public void after(final Engine engine) {
        for (Map.Entry<Long, Snapshot> entry = waiting.firstEntry(); entry != null && entry.getKey() <= engine.index();
            entry = waiting.firstEntry()) {
            compare(entry.getValue(), engine);
            waiting.pollFirstEntry();
        }
    }

    /** The journal has no more records. */
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
        says.accept(why + " (" + Indexes.format(index) + "): remove it, a start then uses the one before.");
        differs = differs == 0 ? index : Math.min(differs, index);
    }
}
