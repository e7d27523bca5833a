package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;

/**
 * Clients that ask as fast as they can and never read an answer: they lose their connections, and nobody else notices.
 */
final class DeafPeers implements WorldFault {
    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final int losses = setup.tcpLosses();
        final List<DeafFlood> floods = DeafFlood.all("");
        final DeafFlood flood = floods.get(random.nextInt(floods.size()));

        flood.runDuring(setup.front(), () -> {
            setup.lanes().awaitAllServed();
            setup.plain().awaitAnswer();
        });

        setup.awaitAllServed();
        assertEquals(losses, setup.tcpLosses(), flood.name());
        return flood.name();
    }
}
