package io.patchbay.simulation;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the simulation finds each deliberate fault; otherwise it would prove nothing.
 */
@Timeout(300)
class FaultTest {
    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldFind(final Fault fault) {
        SeedRuns.find(new StandIns(), fault, fault.parts);
    }
}
