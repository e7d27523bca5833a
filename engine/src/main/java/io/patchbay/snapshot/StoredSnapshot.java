package io.patchbay.snapshot;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;

/**
 * A whole snapshot of a {@link SnapshotStore}.
 */
public interface StoredSnapshot {
    /**
     * Returns its head.
     *
     * @return never null.
     */
    SnapshotHead head();

    /**
     * Reads the number of the last frame due to each receiver.
     *
     * @param marks takes the numbers.
     * @throws SnapshotException if they cannot be read.
     */
    void readMarks(FrameMarks marks);

    /**
     * Reads its state into an engine, and compares the state's hash.
     *
     * @param engine an engine that has applied nothing; to be discarded if this throws.
     * @throws SnapshotException if the state cannot be read or has another hash than was written.
     */
    void readState(Engine engine);
}
