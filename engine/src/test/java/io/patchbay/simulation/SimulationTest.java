package io.patchbay.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

/**
 * Tests the promises of PROTOCOL.md under faults. {@code -Dpatchbay.seeds=N} runs more seeds, {@code -Dpatchbay.seed=N} runs one
 * and prints its trace.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class SimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void shouldKeepEveryPromiseOnUnluckyDays() {
        SeedRuns.keepEveryPromise(StandIns::new, SEEDS);
    }
}
