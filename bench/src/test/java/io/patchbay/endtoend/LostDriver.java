package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.aeron.DriverDirectory;
import io.patchbay.sdk.Client;

import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The media driver's directory, or a part of it without which there is no driver, is removed under a running server. JSON
 * sessions do not notice, Aeron clients come back by themselves.
 */
final class LostDriver implements WorldFault {
    private static final List<String> PARTS = List.of("", "aeron", "aeron/cnc.dat");

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final int losses = setup.tcpLosses();
        final String part = PARTS.get(random.nextInt(PARTS.size()));
        final Path directory = directory(setup);
        final List<String> before = setup.aeronClients().stream().map(client -> client.registered().instance()).toList();
        setup.lanes().all().forEach(lane -> lane.allow(
            lane.name().contains("fast") || lane.name().contains("quick") ? Lane.CUT : Lane.GOOD));

        IoUtil.delete(directory.resolve(part).toFile(), false);

        setup.awaitReadiness("driver-lost", true);
        setup.plain().awaitAnswer();
        for (int i = 0; i < before.size(); i++) {
            final Client client = setup.aeronClients().get(i);
            final String old = before.get(i);
            Load.awaitTrue(() -> client.isRegistered() && !old.equals(client.registered().instance()), "an Aeron client again");
        }
        setup.awaitReadiness("\"status\":\"ready\"", true);
        setup.awaitAllServed();
        assertNotEquals(directory, directory(setup));
        assertEquals(losses, setup.tcpLosses(), "sessions by TCP lost with the media driver");
        assertTrue(setup.front().err().contains("media driver lost: "), setup.front()::err);
        return part.isEmpty() ? "all of it" : part;
    }

    private static Path directory(final WorldSetup setup) throws IOException {
        return Path.of(Files.readAllLines(setup.data().resolve(DriverDirectory.FILE)).get(0));
    }
}
