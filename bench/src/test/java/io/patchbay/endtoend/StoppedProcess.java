package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Processes of the server are stopped (SIGSTOP) for seconds, and continued: sessions that answer stay, and are served at once.
 */
final class StoppedProcess implements WorldFault {
    private static final int MAX_STOP_MS = 12_000;
    /** A client of the SDK takes a server that is silent for three heartbeats for dead, and it may be late itself. */
    private static final int CLIENT_PATIENCE_MS = 2 * WorldSetup.HEARTBEAT_MS;
    private static final int MARGIN_MS = 4_000;

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final List<String> roles = new ArrayList<>(setup.processes().keySet());
        if (roles.size() > 1 && random.nextInt(3) != 0) {
            roles.remove(random.nextInt(roles.size()));
        }
        final int stopMs = 1_000 + random.nextInt(MAX_STOP_MS - 1_000);
        final int losses = setup.tcpLosses();
        final boolean isSilent = !roles.equals(List.of("engine")) && stopMs > CLIENT_PATIENCE_MS;
        setup.allow(isSilent ? Lane.CUT : Lane.GOOD);
        for (final String role : roles) {
            setup.processes().get(role).signal("STOP");
        }

        Thread.sleep(stopMs);
        for (final String role : roles) {
            setup.processes().get(role).signal("CONT");
        }
        final long tookMs = setup.plain().awaitAnswer();

        assertTrue(tookMs <= MARGIN_MS, () -> "a session that stayed was answered only " + tookMs + " ms after a standstill of "
            + stopMs + " ms of " + roles);
        setup.awaitReadiness("\"status\":\"ready\"", true);
        setup.awaitAllServed();
        if (!isSilent) {
            assertEquals(losses, setup.tcpLosses(), "sessions lost by a standstill of " + stopMs + " ms of " + roles);
        }
        return String.join(" and ", roles);
    }
}
