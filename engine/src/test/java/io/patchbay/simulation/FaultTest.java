package io.patchbay.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.function.LongFunction;

/**
 * The simulation finds each deliberate fault: otherwise it would prove nothing.
 */
@Timeout(300)
class FaultTest {
    private static final int SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldFind(final Fault fault) {
        final LongFunction<long[]> simulation = SimLoader.simulation(fault, null);

        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                simulation.apply(seed);
            } catch (final AssertionError found) {
                System.out.println(fault + " found by seed " + seed + ": " + found.getMessage());
                assertTrue(found.getClass().getName().endsWith("Violation"), found::toString);
                return;
            }
        }
        fail(fault + " is not found in " + SEEDS + " seeds");
    }
}
