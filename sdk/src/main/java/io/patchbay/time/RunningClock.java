package io.patchbay.time;

import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Elapsed time in which the thread that reads it was running: where two readings are further apart than a turn of that thread
 * can take, the process stood still (it was stopped, or got no processor), and what lies between counts as one such turn. Others
 * are judged by it, since they cannot have been heard meanwhile.
 *
 * <p>Read by one thread, in each of its turns.
 */
public final class RunningClock implements NanoClock {
    /** Readings further apart than this are a standstill. */
    public static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(1);

    private final NanoClock source;
    private final long standstillNs;
    private long lastNs;
    private long stoodStillNs;

    /**
     * A clock whose readings are usually much less than {@link #STANDSTILL_NS} apart.
     *
     * @param source of elapsed time.
     */
    public RunningClock(final NanoClock source) {
        this(source, STANDSTILL_NS);
    }

    /**
     * A clock that is read at longer intervals.
     *
     * @param source       of elapsed time.
     * @param standstillNs readings further apart than this are a standstill.
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
     * Returns how long it has stood still in all.
     *
     * @return nanoseconds, up to the last reading.
     */
    public long stoodStillNs() {
        return stoodStillNs;
    }
}
