package io.patchbay.simulation;

/** The machine's clocks: one that only runs, and one of the time of day, which an operator may set forth and back. */
final class SimClock {
    static final long MS = 1_000_000;
    private static final long EPOCH_NS = 1_767_225_600_000_000_000L;

    long nowNs;
    long setNs;

    void reset() {
        nowNs = 1_000 * MS;
        setNs = 0;
    }

    long nanoTime() {
        return nowNs;
    }

    long epochNs() {
        return EPOCH_NS + nowNs + setNs;
    }
}
