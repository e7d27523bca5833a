package io.patchbay.replay;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/**
 * What became of the messages to one service.
 */
final class ServiceStatistics {
    /** Latencies beyond a day count as a day: no deadline is later. */
    private static final long MAX_NS = TimeUnit.DAYS.toNanos(1);

    final Histogram latencyNs = new Histogram(MAX_NS, 3);
    long requests;
    long oneWay;
    long replied;
    long errors;
    long unhandled;

    void latency(final long ns) {
        latencyNs.recordValue(Math.max(0, Math.min(MAX_NS, ns)));
    }
}
