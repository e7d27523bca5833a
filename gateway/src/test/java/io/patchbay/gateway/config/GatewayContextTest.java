package io.patchbay.gateway.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.FakeEngine;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.error.GatewayStartException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks that wrong settings are refused with a line that tells what to do.
 */
@Timeout(30)
class GatewayContextTest {
    private static GatewayContext context() {
        final FakeEngine engine = new FakeEngine();
        return new GatewayContext().inputs(engine).engineLinks(engine::handler);
    }

    private static void assertRefused(final GatewayContext context, final String what) {
        final ConfigurationException e = assertThrows(ConfigurationException.class, context::conclude);
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }

    @Test
    void shouldBeOpenOnLoopbackOnly(@TempDir final Path dir) throws Exception {
        final InetSocketAddress all = new InetSocketAddress("0.0.0.0", 0);
        assertDoesNotThrow(() -> context().conclude());
        assertRefused(context().tcp(all), "--tcp 0.0.0.0");
        assertRefused(context().http(all), "--insecure");
        assertDoesNotThrow(() -> context().tcp(all).insecure(true).conclude());
        final Path auth = Files.writeString(dir.resolve("auth"), "");
        assertDoesNotThrow(() -> context().tcp(all).authFile(auth).conclude());
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertRefused(context().maxFrameBytes(100), "--max-frame must be 1024 to 1048576, not 100");
        assertRefused(context().maxFrameBytes(2 << 20), "--max-frame");
        assertRefused(context().windowBytes(1_000), "--window");
        assertRefused(context().windowTotalBytes(1_000), "--window-total");
        assertRefused(context().heartbeatMs(0), "heartbeat");
        assertRefused(context().slot(64), "slot");
        assertRefused(context().tcp(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)), "no such host");
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
            final GatewayContext context = context()
                .tcp(new InetSocketAddress("127.0.0.1", taken.getLocalPort()))
                .http(new InetSocketAddress("127.0.0.1", 0))
                .conclude();

            final GatewayStartException e = assertThrows(GatewayStartException.class, () -> new GatewayAgent(context).onStart());

            assertTrue(e.getMessage().startsWith("--tcp 127.0.0.1:" + taken.getLocalPort() + " cannot be bound"),
                e.getMessage());
        }
    }
}
