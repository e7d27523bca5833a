package io.patchbay.host;

import io.patchbay.journal.Retention;
import io.patchbay.snapshot.Snapshots;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Settings of a {@link SnapshotThread}.
 *
 * @param snapshots     where they go.
 * @param index         last record that a snapshot may have; read on the snapshots' thread.
 * @param records       how many records led to its state; likewise.
 * @param stateBytes    about how much of the heap its state takes; likewise.
 * @param everyRecords  a snapshot after so many records, 0 = not by count.
 * @param everyMs       a snapshot after so long, if there were records, 0 = not by time.
 * @param maxFrameBytes as the engine's host has it.
 * @param retention     what to remove afterwards; null = nothing.
 * @param checkNs       between two looks at whether one is due.
 * @param rest          after a snapshot, no other for so many times as long as it took.
 */
public record SnapshotContext(Snapshots snapshots, LongSupplier index, LongSupplier records, LongSupplier stateBytes,
    long everyRecords, long everyMs, int maxFrameBytes, Retention retention, long checkNs, int rest) {
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int REST = 9;

    /**
     * Of a live engine, with a look once a second.
     *
     * @param snapshots     where they go.
     * @param engine        whose journal it is.
     * @param everyRecords  a snapshot after so many records, 0 = not by count.
     * @param everyMs       a snapshot after so long, if there were records, 0 = not by time.
     * @param maxFrameBytes as the engine's host has it.
     * @param retention     what to remove afterwards; null = nothing.
     * @return the settings.
     */
    public static SnapshotContext of(final Snapshots snapshots, final EngineAgent engine, final long everyRecords,
        final long everyMs, final int maxFrameBytes, final Retention retention) {
        return new SnapshotContext(snapshots, engine::snapshotIndex, engine::recordsApplied, engine::stateBytes, everyRecords,
            everyMs, maxFrameBytes, retention, CHECK_NS, REST);
    }
}
