package io.patchbay.journal.clock;

import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * The time by which Chronicle Queue chooses the file for a record: the record's own time while one is appended, otherwise the
 * journal's. It never passes the end of the newest file that is ready. Any thread.
 */
public final class QueueClock implements TimeProvider {
    private final JournalClock clock;
    /** The thread that is appending, or null. A race between two threads costs one more reading of the clock. */
    private Thread appending;
    private long appendingMs;
    private LongUnaryOperator gate;

    /** Creates a clock that shows the wall clock's time until the journal's clock has been started and a gate has been set. */
    public QueueClock(final JournalClock clock, final EpochNanoClock wall) {
        this.clock = clock;
        gate = timeMs -> TimeUnit.NANOSECONDS.toMillis(wall.nanoTime());
    }

    /**
     * Sets the function that bounds the time by the files that are ready, in epoch milliseconds; called before the first append.
     */
    public void gate(final LongUnaryOperator timeForQueue) {
        gate = timeForQueue;
    }

    /** Makes a record's time the queue's time for the calling thread, until {@link #endAppend}. */
    public void beginAppend(final long timeNs) {
        appendingMs = TimeUnit.NANOSECONDS.toMillis(timeNs);
        appending = Thread.currentThread();
    }

    public void endAppend() {
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
