package io.patchbay.time;

import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * A clock of the time in which the thread that reads it was running. If two readings are further apart than a standstill
 * threshold, the process stood still: it was stopped, or got no processor. Such a gap counts as no more than the threshold.
 * Timeouts of other processes are judged by this clock, because nothing can be received during a standstill.
 *
 * <p>Read by one thread, in each of its duty cycles.
 */
public final class RunningClock implements NanoClock {
    /** Default threshold: readings further apart than this are a standstill. */
    public static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(1);

    private final NanoClock source;
    private final long standstillNs;
    private long lastNs;
    private long stoodStillNs;

    /**
     * Creates a clock whose readings are usually much less than {@link #STANDSTILL_NS} apart.
     *
     * @param source source of elapsed time.
     */
    public RunningClock(final NanoClock source) {
        this(source, STANDSTILL_NS);
    }

    /**
     * Creates a clock that is read at longer intervals.
     *
     * @param source       source of elapsed time.
     * @param standstillNs threshold in nanoseconds: readings further apart than this are a standstill.
     */
    public RunningClock(final NanoClock source, final long standstillNs) {
        this.source = source;
        this.standstillNs = standstillNs;
        lastNs = source.nanoTime();
    }

    @Override
    public long nanoTime() {
        final long nowNs = source.nanoTime();
        if (nowNs - lastNs > standstillNs) {
            stoodStillNs += nowNs - lastNs - standstillNs;
        }
        lastNs = nowNs;
        return nowNs - stoodStillNs;
    }

    /**
     * Returns the time that did not count because the process stood still.
     *
     * @return nanoseconds, up to the last reading.
     */
    public long stoodStillNs() {
        return stoodStillNs;
    }
}
