package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Tests that the server survives damaged input, and that nothing of it reaches the journal as something else.
 */
@Timeout(60)
class HostileInputTest {
    private static final int ROUNDS = 300;
    private static final List<String> SEEDS = List.of(
        "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"methods\":[\"m\"]}\n"
            + "{\"type\":\"broadcast\",\"payload\":[1,{\"a\":null}]}\n",
        "{\"type\":\"message\",\"id\":\"7f1c5d4e-0000-4000-8000-0123456789ab\",\"destination\":\"a@1.0.0:b\"}\r\n",
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\u0081\u0085\0\0\0\0hello\u0088\u0080\0\0\0\0");

    @Test
    void shouldOutliveWhatIsSentToIt() throws Exception {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("-Dpatchbay.seed=" + seed);
        final Random random = new Random(seed);
        try (TestGateway gateway = new TestGateway(new GatewayContext().maxFrameBytes(1_024));
            TcpClient witness = gateway.tcp()) {
            witness.register("witness", "");
            for (int i = 0; i < ROUNDS; i++) {
                send(random.nextBoolean() ? gateway.agent.tcpAddress() : gateway.agent.httpAddress(), random);
            }
            witness.expectSilence();
            try (TestClient client = gateway.webSocket()) {
                client.register("after", "");
            }

            assertEquals(0, gateway.engine.records.stream()
                .filter(record -> record.startsWith("message ") && !record.startsWith("message a@1.0.0:b ")).count());
        }
    }

    private static void send(final InetSocketAddress address, final Random random) {
        final byte[] bytes = (SEEDS.get(random.nextInt(SEEDS.size())) + SEEDS.get(random.nextInt(SEEDS.size())))
            .getBytes(StandardCharsets.ISO_8859_1);
        for (int flips = random.nextInt(6); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
        }
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoLinger(random.nextInt(4) == 0, 0);
            final int cut = random.nextInt(bytes.length);
            socket.getOutputStream().write(bytes, 0, cut);
            socket.getOutputStream().flush();
            if (random.nextBoolean()) {
                socket.getOutputStream().write(bytes, cut, bytes.length - cut);
            }
        } catch (final IOException e) {
            // The server has closed the connection first.
        }
    }
}
