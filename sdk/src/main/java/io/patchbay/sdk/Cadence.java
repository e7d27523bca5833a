package io.patchbay.sdk;

/**
 * Says in which duty cycles the clock is worth reading: in each while cycles are slow, in one of a few while an owner spins,
 * where a clock would be a good part of an idle cycle.
 */
final class Cadence {
    private static final int MAX_CYCLES = 16;
    private static final long SPINNING_NS = 10_000;

    private int period = 1;
    private int cycles;
    private long lastNs;

    /** To be asked once a cycle. */
    boolean isDue() {
        return ++cycles >= period;
    }

    /** The clock has been read. */
    void onTime(final long nowNs) {
        period = nowNs - lastNs < cycles * SPINNING_NS ? Math.min(MAX_CYCLES, period * 2) : 1;
        cycles = 0;
        lastNs = nowNs;
    }
}
