package io.patchbay.aeron;

import io.patchbay.time.RunningClock;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;

/**
 * The media driver's own time, by which it judges whether clients are alive. It begins at the wall clock and goes on by elapsed
 * time. A standstill of the driver's process is not counted at once, since no client could be heard meanwhile. The clock makes up
 * for it by running half as fast again, so that clients that use the wall clock can still connect. Used only by the driver's
 * thread.
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
