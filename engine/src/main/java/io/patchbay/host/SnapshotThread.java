package io.patchbay.host;

import io.patchbay.data.JournalException;
import io.patchbay.journal.Retention;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.SnapshotHead;
import io.patchbay.thread.HelperThreads;
import io.patchbay.thread.Niceness;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that takes snapshots when they are due and then removes the journal files that retention allows. It runs at a low
 * priority, uses at most half of a core while it reads, and then rests for nine times as long as the last snapshot took. The
 * engine's thread only writes two counters that this thread reads. It is ended by a flag, never by an interrupt.
 */
public final class SnapshotThread implements AutoCloseable {
    private static final long RETENTION_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long FAILURE_REST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /**
     * Niceness of the thread: behind all others. Even where every core is busy it still reads as fast as such a machine writes.
     */
    private static final int NICENESS = 10;
    /** Number of records between two readings of the clock. */
    private static final int RECORDS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotThread.class);

    private final SnapshotContext context;
    private final SnapshotTaker taker;
    private final Thread thread;
    private volatile boolean isStopped;
    private volatile long taken;
    private long lastIndex;
    private long lastRecords;
    private long lastTakenNs;
    private long restUntilNs;
    private long nextRetentionNs;
    private long sliceStartNs;
    private int sliceRecords;
    private boolean isShortOfMemory;

    /**
     * Starts the thread.
     *
     * @param context its settings.
     */
    public SnapshotThread(final SnapshotContext context) {
        this.context = context;
        taker = new SnapshotTaker(context.snapshots(), context.maxFrameBytes(), this::pace);
        thread = new Thread(this::run, "patchbay-snapshot");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns the number of snapshots taken by this thread. Any thread.
     *
     * @return a count.
     */
    public long taken() {
        return taken;
    }

    @Override
    public void close() {
        isStopped = true;
        LockSupport.unpark(thread);
        HelperThreads.join(thread);
    }

    private void run() {
        Niceness.yieldToOthers(NICENESS);
        lastTakenNs = System.nanoTime();
        restUntilNs = lastTakenNs;
        nextRetentionNs = lastTakenNs;
        try {
            final Snapshot newest = context.snapshots().newest(snapshot -> true);
            if (newest != null) {
                lastIndex = newest.head().index();
                lastRecords = newest.head().records();
            }
        } catch (final SnapshotException | JournalException e) {
            LOG.warn("{}", e.getMessage());
        }
        while (!isStopped) {
            poll(System.nanoTime());
            LockSupport.parkNanos(this, context.checkNs());
        }
        taker.close();
    }

    private void poll(final long nowNs) {
        try {
            if (nowNs - restUntilNs >= 0 && isDue(nowNs) && hasRoom()) {
                take(nowNs);
            }
            if (nowNs - nextRetentionNs >= 0) {
                nextRetentionNs = nowNs + RETENTION_NS;
                retain();
            }
        } catch (final SnapshotTaker.StateDiffersException e) {
            LOG.error("no more snapshots are taken: {}. Keep a copy of the data directory and run replay verify on it",
                e.getMessage());
            isStopped = true;
        } catch (final SnapshotException | JournalException | IllegalStateException e) {
            LOG.error("snapshot failed, another attempt in a minute: {}", e.getMessage());
            restUntilNs = System.nanoTime() + FAILURE_REST_NS;
        }
    }

    private boolean isDue(final long nowNs) {
        final long more = context.records().getAsLong() - lastRecords;
        return more > 0 && (context.everyRecords() > 0 && more >= context.everyRecords()
            || context.everyMs() > 0 && nowNs - lastTakenNs >= TimeUnit.MILLISECONDS.toNanos(context.everyMs()));
    }

    /** Returns whether the heap has room for a second engine, which takes about as much as the first. */
    private boolean hasRoom() {
        final boolean hasRoom = HeapRoom.isEnough(context.stateBytes().getAsLong(), Runtime.getRuntime().maxMemory());
        if (!hasRoom) {
            taker.forget();
            if (!isShortOfMemory) {
                LOG.warn("too little heap for snapshots, so the next start will take longer: give the server a larger heap"
                    + " (-Xmx), now {} MiB, or a smaller --max-ended-ids", Runtime.getRuntime().maxMemory() >> 20);
            }
        }
        isShortOfMemory = !hasRoom;
        return hasRoom;
    }

    private void take(final long startNs) {
        sliceStartNs = startNs;
        final long target = context.index().getAsLong();
        final SnapshotHead head = target > lastIndex ? taker.take(target) : null;
        if (head == null) {
            return;
        }
        final long endNs = System.nanoTime();
        lastIndex = target;
        lastRecords = head.records();
        lastTakenNs = startNs;
        restUntilNs = endNs + (endNs - startNs) * context.rest();
        nextRetentionNs = endNs;
        context.snapshots().removeOld();
        taken++;
        LOG.info("snapshot at {} after {} records, taken in {} ms", Indexes.format(head.index()), head.records(),
            TimeUnit.NANOSECONDS.toMillis(endNs - startNs));
    }

    /** Removes what retention allows, but nothing that the newest two usable snapshots need. */
    private void retain() {
        final Retention retention = context.retention();
        if (retention != null && retention.isAsked()) {
            final List<Snapshot> all = context.snapshots().all();
            if (all.size() >= 2) {
                retention.remove(all.get(all.size() - 2).head().index());
            }
        }
    }

    /** Paces the reading: after a slice of work it rests for as long. Called after each record. */
    private boolean pace() {
        if (++sliceRecords < RECORDS) {
            return true;
        }
        sliceRecords = 0;
        final long nowNs = System.nanoTime();
        if (nowNs - sliceStartNs >= SLICE_NS) {
            LockSupport.parkNanos(this, nowNs - sliceStartNs);
            sliceStartNs = System.nanoTime();
        }
        return !isStopped;
    }
}
