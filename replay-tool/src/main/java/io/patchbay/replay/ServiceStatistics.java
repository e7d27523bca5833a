package io.patchbay.replay;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/**
 * What became of the messages to one service.
 */
public final class ServiceStatistics {
    /** Latencies beyond a day count as a day: no deadline is later. */
    private static final long MAX_NS = TimeUnit.DAYS.toNanos(1);

    public final Histogram latencyNs = new Histogram(MAX_NS, 3);
    public long requests;
    public long oneWay;
    public long replied;
    public long errors;
    public long unhandled;

    void latency(final long ns) {
        latencyNs.recordValue(Math.max(0, Math.min(MAX_NS, ns)));
    }
}
