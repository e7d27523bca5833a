package io.patchbay.host;

import io.patchbay.journal.JournalException;
import io.patchbay.journal.Niceness;
import io.patchbay.journal.Retention;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.SnapshotHead;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes snapshots when they are due, then removes what retention may: on a thread of its own behind all others, at most half of
 * a core while it reads, and at rest nine times as long as the last snapshot took. The engine's thread only writes two counters
 * that this reads. Ended by a flag, never by an interrupt.
 */
public final class SnapshotThread implements AutoCloseable {
    private static final long RETENTION_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long FAILURE_REST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Behind all others; yet where every core is busy it still reads as fast as such a machine writes. */
    private static final int NICENESS = 10;
    /** Between two looks at the clock. */
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
     * Starts.
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
     * Snapshots made by this thread. Any thread.
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
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
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
            LOG.error("no snapshots any more: {}. Keep a copy of the data directory and run replay verify on it", e.getMessage());
            isStopped = true;
        } catch (final SnapshotException | JournalException | IllegalStateException e) {
            LOG.error("no snapshot now, another attempt in a minute: {}", e.getMessage());
            restUntilNs = System.nanoTime() + FAILURE_REST_NS;
        }
    }

    private boolean isDue(final long nowNs) {
        final long more = context.records().getAsLong() - lastRecords;
        return more > 0 && (context.everyRecords() > 0 && more >= context.everyRecords()
            || context.everyMs() > 0 && nowNs - lastTakenNs >= TimeUnit.MILLISECONDS.toNanos(context.everyMs()));
    }

    /** The second engine takes about what the first one takes. */
    private boolean hasRoom() {
        final boolean hasRoom = HeapRoom.isEnough(context.stateBytes().getAsLong(), Runtime.getRuntime().maxMemory());
        if (!hasRoom) {
            taker.forget();
            if (!isShortOfMemory) {
                LOG.warn("no snapshots for want of memory: a start will take longer. Give the server a larger heap (-Xmx), now {}"
                    + " MB, or fewer --max-ended-ids", Runtime.getRuntime().maxMemory() >> 20);
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

    /** Never past what the newest two need, of those that are whole. */
    private void retain() {
        final Retention retention = context.retention();
        if (retention != null && retention.isAsked()) {
            final List<Snapshot> all = context.snapshots().all();
            if (all.size() >= 2) {
                retention.remove(all.get(all.size() - 2).head().index());
            }
        }
    }

    /** After a record: works for a slice, then rests for as long. */
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
