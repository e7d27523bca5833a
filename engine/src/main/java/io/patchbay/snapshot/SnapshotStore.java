package io.patchbay.snapshot;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.journal.RecordLog;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The snapshots of a journal. {@link Snapshots} is the store of a running process, in files; a simulated machine has its own, in
 * memory.
 */
public interface SnapshotStore {
    /**
     * Returns the directory, for messages.
     *
     * @return a path, which need not exist.
     */
    Path dir();

    /**
     * Returns the journal whose snapshots they are.
     *
     * @return the journal.
     */
    RecordLog journal();

    /**
     * Returns the newest snapshot that is whole, of this journal, and accepted by a predicate.
     *
     * @param isGood called for one snapshot after the other, newest first.
     * @return null where there is none.
     */
    StoredSnapshot newest(Predicate<? super StoredSnapshot> isGood);

    /**
     * Writes a snapshot of an engine's present state. When this returns, the snapshot is durable.
     *
     * @param engine       an engine between records.
     * @param recordTimeNs time of the last record that it applied.
     * @param marks        the marks of the same fold.
     * @return its size in bytes.
     * @throws SnapshotException if it cannot be written; then nothing is left of it.
     */
    long write(Engine engine, long recordTimeNs, FrameMarks marks);
}
