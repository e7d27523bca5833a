package io.patchbay.journal;

import io.patchbay.journal.file.QueueTable;

import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.WriteLock;
import net.openhft.chronicle.wire.UnrecoverableTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The queue's write lock, stored as one long in its table. Chronicle's own lock names its holder by a process id, and is taken
 * from a holder whose id is not found. That is wrong for a holder in another PID namespace, or one whose id another process got
 * after its death. This lock names its holder by its {@link WriterPlace}. Any thread; not reentrant.
 */
final class WriteLockOfPlaces implements WriteLock {
    private static final Logger LOG = LoggerFactory.getLogger(WriteLockOfPlaces.class);
    private static final String KEY = "chronicle.write.lock";
    /**
     * Time for which a living process does not hold the lock unless the machine stalls. After it a waiter checks whether the
     * holder lives.
     */
    private static final long SUSPICIOUS_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SPINS = 1_000;
    private static final long YIELD_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final LongValue lock;
    private final WriterPlace place;
    private final long own;
    private final long timeoutMs;

    /**
     * Creates the lock in a table. A lock left behind by an earlier holder of the same place is released.
     *
     * @param table     table of the queue.
     * @param place     place of the process that is going to lock it.
     * @param timeoutMs time to wait for a living holder, in milliseconds.
     */
    WriteLockOfPlaces(final TableStore<?> table, final WriterPlace place, final long timeoutMs) {
        this.place = place;
        this.timeoutMs = timeoutMs;
        own = place.lockValue();
        lock = table.doWithExclusiveLock(store -> store.acquireValueFor(KEY));
        final long value = lock.getVolatileValue();
        if (value != QueueTable.UNLOCKED && place.isLeftBehind(value) && lock.compareAndSwapValue(value, QueueTable.UNLOCKED)) {
            warnOfDead(value);
        }
    }

    /**
     * Takes the lock, even from a holder that has ended.
     *
     * @throws UnrecoverableTimeoutException if a living holder keeps it for too long.
     */
    @Override
    public void lock() {
        if (!lock.compareAndSwapValue(QueueTable.UNLOCKED, own)) {
            await();
        }
    }

    private void await() {
        final long start = System.nanoTime();
        long holder = lock.getVolatileValue();
        long since = start;
        int spins = 0;
        while (!lock.compareAndSwapValue(QueueTable.UNLOCKED, own)) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
                continue;
            }
            final long now = System.nanoTime();
            final long value = lock.getVolatileValue();
            if (value != holder) {
                holder = value;
                since = now;
            } else if (value != QueueTable.UNLOCKED && now - since > SUSPICIOUS_NS) {
                since = now;
                if (value != own && place.releaseFromDead(lock, value)) {
                    warnOfDead(value);
                    continue;
                }
            }
            if (now - start > TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
                throw new UnrecoverableTimeoutException(new IllegalStateException("the write lock was not free for " + timeoutMs
                    + " ms, and is held by " + place.holder(value)));
            }
            if (now - start < YIELD_NS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void warnOfDead(final long value) {
        LOG.warn("the journal's write lock was taken from {}, which has ended while it held it", place.holder(value));
    }

    @Override
    public void unlock() {
        if (!lock.compareAndSwapValue(own, QueueTable.UNLOCKED)) {
            LOG.error("the journal's write lock was no longer held when it was released");
        }
    }

    @Override
    public boolean locked() {
        return lock.getVolatileValue() != QueueTable.UNLOCKED;
    }

    /** Returns whether the lock is free. Never checks a process id: {@link #lock()} finds out what can be known. */
    @Override
    public boolean forceUnlockIfProcessIsDead() {
        return !locked();
    }

    @Override
    public boolean isLockedByCurrentProcess(final LongConsumer other) {
        final long value = lock.getVolatileValue();
        if (value != own) {
            other.accept(value);
        }
        return value == own;
    }

    @Override
    public void close() {
        lock.close();
    }
}
