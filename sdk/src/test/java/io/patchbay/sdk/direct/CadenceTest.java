package io.patchbay.sdk.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests in which duty cycles the clock is read.
 */
@Timeout(60)
class CadenceTest {
    private final Cadence cadence = new Cadence();
    private long nowNs;

    /** Runs a number of cycles; returns in how many of them the clock was read. */
    private int run(final int cycles, final long cycleNs) {
        int reads = 0;
        for (int i = 0; i < cycles; i++) {
            nowNs += cycleNs;
            if (cadence.isDue()) {
                cadence.onTime(nowNs);
                reads++;
            }
        }
        return reads;
    }

    @Test
    void shouldReadTheClockInEachSlowCycle() {
        assertEquals(100, run(100, 1_000_000));
    }

    @Test
    void shouldReadTheClockRarelyWhileSpinning() {
        final int reads = run(16_000, 50);

        assertTrue(reads >= 1_000 && reads < 1_100, "reads " + reads);
    }

    @Test
    void shouldDetectSlowCyclesSoon() {
        run(16_000, 50);

        assertTrue(run(16, 1_000_000) >= 1);
        assertEquals(100, run(100, 1_000_000));
    }
}
