package io.patchbay.journal;

import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after a journal's disk on a thread of its own and of low priority, so that no writer has to: what is free, room ahead in
 * the newest file, the next cycle's file, and what the file before no longer needs.
 */
final class DiskWatch implements AutoCloseable {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int NONE = -1;

    private final SingleChronicleQueue queue;
    private final JournalClock clock;
    private final DiskSpace space;
    private final FileRoom room;
    private final NextFile next;
    private final Thread thread;
    private SingleChronicleQueueStore store;
    private int storeCycle = NONE;
    private volatile boolean isClosed;

    /** Looks for the first time on the caller's thread; the thread starts then. */
    DiskWatch(final SingleChronicleQueue queue, final JournalClock clock, final DiskSpace space, final FileRoom room,
        final NextFile next) {
        this.queue = queue;
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
        next.lead(TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()));
        final DiskLevel level = keepAhead();
        space.looked(queue.file().getUsableSpace(), level);
        room.trim();
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
        leaveStore();
    }
}
