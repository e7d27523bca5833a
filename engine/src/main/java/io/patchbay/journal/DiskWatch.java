package io.patchbay.journal;

import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;
import io.patchbay.journal.disk.FileRoom;
import io.patchbay.thread.HelperThreads;
import io.patchbay.thread.Niceness;

import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches a journal's disk on its own thread of low priority, so that no writer has to. It reads the free space, allocates space
 * ahead in the newest file, prepares the next cycle's file, and trims the file before. It also counts the newest file's records
 * and makes a new file known to the journal's mark.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int NONE = -1;

    private final SingleChronicleQueue queue;
    private final JournalClock clock;
    private final DiskSpace space;
    private final FileRoom room;
    private final NextFile next;
    private final MarkKeeper mark;
    private final FileFill fill;
    private final Thread thread;
    private SingleChronicleQueueStore store;
    private int storeCycle = NONE;
    private volatile boolean isClosed;

    /** Looks once on the caller's thread, then starts the watch's thread. */
    DiskWatch(final SingleChronicleQueue queue, final JournalClock clock, final DiskSpace space, final FileRoom room,
        final NextFile next, final MarkKeeper mark) {
        this.queue = queue;
        this.mark = mark;
        fill = new FileFill(queue.rollCycle());
        this.clock = clock;
        this.space = space;
        this.room = room;
        this.next = next;
        look();
        thread = new Thread(this::run, "patchbay-disk");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Niceness.yieldToAllOthers();
        while (!isClosed) {
            LockSupport.parkNanos(PAUSE_NS);
            if (!isClosed) {
                look();
            }
        }
    }

    private void look() {
        final long nowMs = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
        next.lead(nowMs);
        final DiskLevel level = keepAhead();
        space.looked(queue.file().getUsableSpace(), level);
        room.trim();
        if (store != null) {
            lookAtFill();
            if (next.isRollNear(nowMs)) {
                force(store.file().toPath());
            }
            if (mark.isNewer(storeCycle)) {
                mark.tryUpdate();
            }
        }
    }

    /**
     * Updates the count of the newest file's records. After the end of its cycle the file counts as empty, since it takes no more
     * records.
     */
    private void lookAtFill() {
        final long records = queue.cycle() > storeCycle ? 0 : fill.records(store.file().toPath(), storeCycle);
        space.fills(FileFill.level(queue.rollCycle(), records), records, FileFill.maxRecords(queue.rollCycle()));
    }

    /**
     * Forces the newest file to the disk shortly before its cycle ends: the writer that begins the next file waits for that, and
     * so little is left.
     */
    private static void force(final Path file) {
        try {
            MarkKeeper.force(file, false);
        } catch (final IOException e) {
            LOG.warn("{} cannot be forced to the disk ({}): look at the disk", file, e.toString());
        }
    }

    private DiskLevel keepAhead() {
        final int cycle = queue.lastCycle();
        if (cycle != storeCycle && cycle >= 0 && cycle != Integer.MAX_VALUE) {
            leaveStore();
            store = queue.storeForCycle(cycle, queue.epoch(), false, null);
            storeCycle = store == null ? NONE : cycle;
            if (store != null) {
                store.singleThreadedCheckDisabled(true);
            }
        }
        return store == null ? room.keepAhead(null, 0) : room.keepAhead(store.file(), store.writePosition());
    }

    private void leaveStore() {
        if (store != null) {
            queue.closeStore(store);
            store = null;
            storeCycle = NONE;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        HelperThreads.join(thread);
        leaveStore();
        CloseHelper.close(fill);
    }
}
