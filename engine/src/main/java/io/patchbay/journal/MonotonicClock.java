package io.patchbay.journal;

import net.openhft.chronicle.core.time.TimeProvider;

import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that never goes back, for record times and for the choice of the cycle: neither may fall behind what the journal
 * already has, even if the machine's clock does. Any thread.
 */
final class MonotonicClock implements EpochNanoClock, TimeProvider {
    private final EpochNanoClock clock;
    private final AtomicLong latestNs = new AtomicLong();

    MonotonicClock(final EpochNanoClock clock) {
        this.clock = clock;
    }

    /** Nothing before this time is told from now on. */
    void raise(final long timeNs) {
        long latest = latestNs.get();
        while (timeNs > latest && !latestNs.compareAndSet(latest, timeNs)) {
            latest = latestNs.get();
        }
    }

    @Override
    public long nanoTime() {
        final long now = clock.nanoTime();
        raise(now);
        return Math.max(now, latestNs.get());
    }

    @Override
    public long currentTimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime());
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
