package io.patchbay.delivery;

import io.patchbay.time.RunningClock;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;

/**
 * The media driver's own time, by which it judges whether clients are alive: begins at the wall clock, goes on by elapsed time,
 * and does not count a standstill of its process at once, since nobody could be heard meanwhile. It then makes up for that at
 * half the speed of time, so that clients that use the wall clock can still come. The driver's thread only.
 */
final class DriverTime implements EpochClock {
    private long lastNs = SystemNanoClock.INSTANCE.nanoTime();
    private long timeNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    private long behindNs;

    @Override
    public long time() {
        final long nowNs = SystemNanoClock.INSTANCE.nanoTime();
        final long stepNs = nowNs - lastNs;
        lastNs = nowNs;
        if (stepNs > RunningClock.STANDSTILL_NS) {
            timeNs += RunningClock.STANDSTILL_NS;
            behindNs += stepNs - RunningClock.STANDSTILL_NS;
        } else {
            final long extraNs = Math.min(behindNs, stepNs / 2);
            behindNs -= extraNs;
            timeNs += stepNs + extraNs;
        }
        return TimeUnit.NANOSECONDS.toMillis(timeNs);
    }
}
