package io.patchbay.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

/**
 * As the engine's simulation, with whole gateways: sections 3 to 7 of the contract under faults, from the bytes that clients send
 * to the bytes that they get. {@code -Dpatchbay.seeds=N} for more seeds, {@code -Dpatchbay.seed=N} for one with its trace.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class GatewaySimulationTest {
    private static final int SEEDS = 1_000;

    @Test
    void shouldKeepEveryPromiseFromSocketToSocket() {
        SeedRuns.keepEveryPromise(WholeGateways.class, SEEDS);
    }
}
