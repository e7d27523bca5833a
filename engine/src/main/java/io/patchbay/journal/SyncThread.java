package io.patchbay.journal;

import io.patchbay.thread.HelperThreads;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that syncs the journal, since a disk can take many milliseconds and the engine's thread must not wait.
 * {@link #request(long)} and {@link #syncedIndex()} are for the engine's thread. It is ended by a flag, never by an interrupt.
 */
final class SyncThread implements LogSync {
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Journal journal;
    private final Thread thread;
    private volatile long requested;
    private volatile long synced;
    private volatile RuntimeException failure;
    private volatile boolean isClosed;

    SyncThread(final Journal journal) {
        this.journal = journal;
        thread = new Thread(this::run, "patchbay-sync");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void request(final long index) {
        if (index > requested) {
            requested = index;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public long syncedIndex() {
        final RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return synced;
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        HelperThreads.join(thread);
    }

    private void run() {
        try {
            while (!isClosed) {
                final long target = requested;
                if (target > synced) {
                    journal.sync(target);
                    synced = target;
                } else {
                    LockSupport.parkNanos(this, PARK_NS);
                }
            }
        } catch (final RuntimeException e) {
            failure = e;
        }
    }
}
