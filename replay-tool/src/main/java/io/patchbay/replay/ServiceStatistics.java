package io.patchbay.replay;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/**
 * Counts of the messages to one service by their ends, with the latencies of its replies.
 */
public final class ServiceStatistics {
    /** The highest latency that is recorded, a day. A higher one is recorded as this, since no deadline is later. */
    private static final long MAX_NS = TimeUnit.DAYS.toNanos(1);

    public final Histogram latencyNs = new Histogram(MAX_NS, 3);
    public long requests;
    public long oneWay;
    public long replied;
    public long errors;
    public long unhandled;

    /** Records the time from a request to its final reply, in nanoseconds. */
    void latency(final long ns) {
        latencyNs.recordValue(Math.max(0, Math.min(MAX_NS, ns)));
    }
}
