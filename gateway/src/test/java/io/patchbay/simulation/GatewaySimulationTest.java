package io.patchbay.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

/**
 * Runs the engine's simulation with whole gateways. It checks the promises of PROTOCOL.md under faults, from the bytes that
 * clients send to the bytes that they receive. {@code -Dpatchbay.seeds=N} sets the number of seeds, {@code -Dpatchbay.seed=N}
 * runs one seed with its trace.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class GatewaySimulationTest {
    private static final int SEEDS = 1_000;

    @Test
    void shouldKeepEveryPromiseFromSocketToSocket() {
        SeedRuns.keepEveryPromise(WholeGateways::new, SEEDS);
    }
}
