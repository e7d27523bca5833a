package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetSocketAddress;

/**
 * Tests connections that arrive between the binding of the port and the first duty cycle.
 */
@Timeout(30)
class EarlyConnectionTest {
    @Test
    void shouldServeWhoConnectedBeforeTheFirstDutyCycle() throws Exception {
        final FakeEngine engine = new FakeEngine();
        final InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
        final GatewayAgent agent = new GatewayAgent(
            new GatewayContext().tcp(free).http(free).inputs(engine).engineLinks(engine::handler).conclude());
        agent.onStart();
        try (TcpClient first = new TcpClient(agent.tcpAddress()); TcpClient second = new TcpClient(agent.tcpAddress())) {
            while (first.in.available() == 0 || second.in.available() == 0) {
                agent.doWork();
            }

            assertEquals("connect", first.read().get("event"));
            assertEquals("connect", second.read().get("event"));
        } finally {
            agent.onClose();
        }
    }
}
