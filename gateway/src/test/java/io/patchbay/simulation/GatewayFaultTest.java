package io.patchbay.simulation;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that the simulation of whole gateways finds each deliberate fault in them.
 */
@Timeout(300)
class GatewayFaultTest {
    @ParameterizedTest
    @EnumSource(GatewayFault.class)
    void shouldFind(final GatewayFault fault) {
        SeedRuns.find(new WholeGateways(fault.parts), fault, new MachineParts());
    }
}
