package io.patchbay.journal;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

import java.util.concurrent.TimeUnit;

/**
 * The system's time at the price of {@link System#nanoTime()}: the difference between the two is measured anew each second, so a
 * clock that is set is followed within that. Any thread.
 */
final class SteadyEpochClock implements EpochNanoClock {
    private static final long MEASURE_EVERY_NS = TimeUnit.SECONDS.toNanos(1);
    /** A measurement that took longer was interrupted by something. */
    private static final long GOOD_WITHIN_NS = TimeUnit.MICROSECONDS.toNanos(2);
    private static final int MAX_ATTEMPTS = 8;

    private final EpochNanoClock system = new SystemEpochNanoClock();
    private volatile long differenceNs;
    private volatile long measuredNs;

    SteadyEpochClock() {
        measure();
    }

    @Override
    public long nanoTime() {
        final long now = System.nanoTime();
        if (now - measuredNs > MEASURE_EVERY_NS) {
            measure();
        }
        return now + differenceNs;
    }

    /** Takes the measurement that took the least time. */
    private void measure() {
        long bestNs = Long.MAX_VALUE;
        long difference = 0;
        for (int i = 0; i < MAX_ATTEMPTS && bestNs > GOOD_WITHIN_NS; i++) {
            final long before = System.nanoTime();
            final long epoch = system.nanoTime();
            final long took = System.nanoTime() - before;
            if (took < bestNs) {
                bestNs = took;
                difference = epoch - before - took / 2;
            }
        }
        differenceNs = difference;
        measuredNs = System.nanoTime();
    }
}
