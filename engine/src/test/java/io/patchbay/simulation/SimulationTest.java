package io.patchbay.simulation;

import io.patchbay.engine.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Sections 4 to 6 of the contract under faults: {@code -Dpatchbay.seeds=N} for more seeds, {@code -Dpatchbay.seed=N} for one with
 * its trace.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class SimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void shouldKeepEveryPromiseOnUnluckyDays() {
        final boolean isTraced = Long.getLong("patchbay.seed") != null;
        final LongFunction<long[]> simulation = SimLoader.simulation(null, isTraced ? System.out::println : null);
        final long[][] counts = new long[1][];
        final long start = cpuNs();

        Seeds.forEach(SEEDS, seed -> counts[0] = simulation.apply(seed));

        final double seconds = (cpuNs() - start) / 1e9;
        System.out.printf("%d records, %d applied, %d frames checked, %d faults, %d deaths; %.1f s of CPU, a second of it %.0f "
                + "records, %.0f applied%n", counts[0][0], counts[0][1], counts[0][2], counts[0][3], counts[0][4], seconds,
            counts[0][0] / seconds, counts[0][1] / seconds);
    }

    /** Of this thread: others have the machine too. */
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
