package io.patchbay.journal;

import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.threads.BusyTimedPauser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The queue's write lock names its holder by a process id only. After the machine has started anew, or in a container, that may
 * be another process, or this one: Chronicle would take the lock for held, for ever.
 */
final class StaleLock {
    private static final Logger LOG = LoggerFactory.getLogger(StaleLock.class);
    /** Nobody holds it for so long without a break. */
    private static final long HELD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private StaleLock() {
    }

    /**
     * Takes the lock from a holder who cannot be there any more. Before this process appends.
     *
     * @param queue     just opened for writing.
     * @param data      tells whether any other process has it open; null: leave a lock to whom it seems to be.
     * @param timeoutMs of the lock.
     */
    static void release(final SingleChronicleQueue queue, final DataDirectory data, final long timeoutMs) {
        try (TableStoreWriteLock lock = new TableStoreWriteLock(queue.metaStore(), BusyTimedPauser::new, timeoutMs)) {
            lock.forceUnlockIfProcessIsDead();
            final long holder = lock.lockedBy();
            if (lock.locked() && data != null && !data.isOpenElsewhere() && isHeldThroughout(lock, holder)
                && !data.isOpenElsewhere()) {
                LOG.warn("the journal's lock was left behind by a process {} that has ended: taken from it", (int)holder);
                lock.forceUnlock();
            }
        }
    }

    private static boolean isHeldThroughout(final TableStoreWriteLock lock, final long holder) {
        for (final long start = System.nanoTime(); System.nanoTime() - start < HELD_NS;) {
            if (lock.lockedBy() != holder) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return true;
    }
}
