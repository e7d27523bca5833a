package io.patchbay.host;

import io.patchbay.journal.Retention;
import io.patchbay.snapshot.Snapshots;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Settings of a {@link SnapshotThread}.
 *
 * @param snapshots     the directory that they are written to.
 * @param index         index of the last record that a snapshot may include; read on the snapshots' thread.
 * @param records       number of records that led to the live state; read on the snapshots' thread.
 * @param stateBytes    about how much of the heap the live state takes; read on the snapshots' thread.
 * @param everyRecords  number of records after which a snapshot is due; 0 = not by count.
 * @param everyMs       milliseconds after which a snapshot is due, if there were records; 0 = not by time.
 * @param maxFrameBytes largest size of a frame, as set for the engine's host.
 * @param retention     removes journal files after a snapshot; null = keeps all.
 * @param checkNs       nanoseconds between two checks whether a snapshot is due.
 * @param rest          no snapshot begins after another for this many times as long as that took.
 */
public record SnapshotContext(Snapshots snapshots, LongSupplier index, LongSupplier records, LongSupplier stateBytes,
    long everyRecords, long everyMs, int maxFrameBytes, Retention retention, long checkNs, int rest) {
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int REST = 9;

    /**
     * Creates the settings for the snapshots of a live engine, with a check once a second.
     *
     * @param snapshots     the directory that they are written to.
     * @param engine        the live engine of the journal.
     * @param everyRecords  number of records after which a snapshot is due; 0 = not by count.
     * @param everyMs       milliseconds after which a snapshot is due, if there were records; 0 = not by time.
     * @param maxFrameBytes largest size of a frame, as set for the engine's host.
     * @param retention     removes journal files after a snapshot; null = keeps all.
     * @return the settings.
     */
    public static SnapshotContext of(final Snapshots snapshots, final EngineAgent engine, final long everyRecords,
        final long everyMs, final int maxFrameBytes, final Retention retention) {
        return new SnapshotContext(snapshots, engine::snapshotIndex, engine::recordsApplied, engine::stateBytes, everyRecords,
            everyMs, maxFrameBytes, retention, CHECK_NS, REST);
    }
}
