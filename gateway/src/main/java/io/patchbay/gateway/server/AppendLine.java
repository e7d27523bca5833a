package io.patchbay.gateway.server;

import io.patchbay.journal.AppendStalls;

/**
 * The log line about the journal's appends at an orderly stop. Percentiles are upper bounds, exact to a power of two.
 */
public final class AppendLine {
    private static final long EXACT_BELOW = 10_000;

    private AppendLine() {
    }

    /** Returns the line, without line end. */
    public static String of(final AppendStalls stalls) {
        return "journal appends: " + stalls.total()
            + ", p50 < " + time(stalls.withinNs(0.5))
            + ", p99 < " + time(stalls.withinNs(0.99))
            + ", p99.9 < " + time(stalls.withinNs(0.999))
            + ", p99.99 < " + time(stalls.withinNs(0.9999))
            + ", max " + time(stalls.maxNs());
    }

    /** Returns a length of time in the largest unit that keeps at least two digits. */
    static String time(final long ns) {
        if (ns < EXACT_BELOW) {
            return ns + " ns";
        }
        return ns < EXACT_BELOW * 1_000 ? ns / 1_000 + " us"
            : ns / 1_000_000 + " ms";
    }
}
