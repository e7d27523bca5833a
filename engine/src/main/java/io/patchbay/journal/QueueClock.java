package io.patchbay.journal;

import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Tells Chronicle Queue the time by which it chooses the file for a record: the record's own time while one is appended, else
 * the journal's, and never past the end of the newest file that is ready. Any thread.
 */
final class QueueClock implements TimeProvider {
    private final JournalClock clock;
    /** The thread that appends at present, null if none. A race between two costs one more reading of the clock. */
    private Thread appending;
    private long appendingMs;
    private LongUnaryOperator gate;

    /** Tells the wall clock's time until the journal's clock has been started and a gate been set. */
    QueueClock(final JournalClock clock, final EpochNanoClock wall) {
        this.clock = clock;
        gate = timeMs -> TimeUnit.NANOSECONDS.toMillis(wall.nanoTime());
    }

    /** Sets what bounds the time by the files that are ready, in epoch milliseconds; before the first append. */
    void gate(final LongUnaryOperator timeForQueue) {
        gate = timeForQueue;
    }

    /** Makes this record time the queue's time for the calling thread, until {@link #endAppend}. */
    void beginAppend(final long timeNs) {
        appendingMs = TimeUnit.NANOSECONDS.toMillis(timeNs);
        appending = Thread.currentThread();
    }

    void endAppend() {
        appending = null;
    }

    @Override
    public long currentTimeMillis() {
        if (appending == Thread.currentThread()) {
            return gate.applyAsLong(appendingMs);
        }
        return gate.applyAsLong(TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()));
    }

    @Override
    public long currentTimeMicros() {
        return TimeUnit.NANOSECONDS.toMicros(clock.nanoTime());
    }

    @Override
    public long currentTimeNanos() {
        return clock.nanoTime();
    }
}
