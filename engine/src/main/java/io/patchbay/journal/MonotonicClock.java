package io.patchbay.journal;

import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * A clock that never goes back, for record times and for the choice of the cycle: neither may fall behind what the journal
 * already has, even if the machine's clock does. Any thread.
 */
final class MonotonicClock implements EpochNanoClock, TimeProvider {
    private final EpochNanoClock clock;
    private final AtomicLong latestNs = new AtomicLong();

    /** Who appends just now, for the queue's question which file is the right one; else null. Races only cost a reading. */
    private Thread appending;
    private long appendingMs;
    private LongUnaryOperator gate = timeMs -> timeMs;

    MonotonicClock(final EpochNanoClock clock) {
        this.clock = clock;
    }

    /** Says what time it is for the queue's choice of a file; set before the first use. */
    void gate(final LongUnaryOperator timeForQueue) {
        gate = timeForQueue;
    }

    /** Nothing before this time is told from now on. */
    void raise(final long timeNs) {
        long latest = latestNs.get();
        while (timeNs > latest && !latestNs.compareAndSet(latest, timeNs)) {
            latest = latestNs.get();
        }
    }

    /** Until {@link #endAppend} this thread's record time is the time for the queue. */
    void beginAppend(final long timeNs) {
        appendingMs = TimeUnit.NANOSECONDS.toMillis(timeNs);
        appending = Thread.currentThread();
    }

    void endAppend() {
        appending = null;
    }

    /** Nanoseconds since a time that this clock has told; any other where the machine's clock was set meanwhile. */
    long sinceNs(final long timeNs) {
        return clock.nanoTime() - timeNs;
    }

    @Override
    public long nanoTime() {
        final long now = clock.nanoTime();
        final long latest = latestNs.get();
        if (now <= latest) {
            return latest;
        }
        // Where another thread is faster, its time is as good.
        return latestNs.compareAndSet(latest, now) ? now : Math.max(now, latestNs.get());
    }

    @Override
    public long currentTimeMillis() {
        if (appending == Thread.currentThread()) {
            return gate.applyAsLong(appendingMs);
        }
        return gate.applyAsLong(TimeUnit.NANOSECONDS.toMillis(nanoTime()));
    }

    @Override
    public long currentTimeMicros() {
        return TimeUnit.NANOSECONDS.toMicros(nanoTime());
    }

    @Override
    public long currentTimeNanos() {
        return nanoTime();
    }
}
