package io.patchbay.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

/**
 * Sections 4 to 6 of the contract under faults: {@code -Dpatchbay.seeds=N} for more seeds, {@code -Dpatchbay.seed=N} for one with
 * its trace.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class SimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void shouldKeepEveryPromiseOnUnluckyDays() {
        SeedRuns.keepEveryPromise(StandIns.class, SEEDS);
    }
}
