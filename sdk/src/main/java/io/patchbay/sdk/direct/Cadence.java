package io.patchbay.sdk.direct;

/**
 * A schedule for reading the clock. The clock is read in each duty cycle while cycles are slow, and in one of up to sixteen while
 * the owner spins. In a spinning loop a reading would be a large part of an idle cycle.
 */
final class Cadence {
    private static final int MAX_CYCLES = 16;
    private static final long SPINNING_NS = 10_000;

    private int period = 1;
    private int cycles;
    private long lastNs;

    /** Returns whether the clock is to be read in this duty cycle. Called once per cycle. */
    boolean isDue() {
        return ++cycles >= period;
    }

    /** Records a reading of the clock. */
    void onTime(final long nowNs) {
        period = nowNs - lastNs < cycles * SPINNING_NS ? Math.min(MAX_CYCLES, period * 2) : 1;
        cycles = 0;
        lastNs = nowNs;
    }
}
