package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.http.HttpRequests;

import io.netty.channel.ChannelHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Tests peers that send requests and never read. The gateway keeps a bounded number of bytes for each and disconnects it.
 */
@Timeout(60)
class DeafPeerTest {
    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "GET /ws" + HEAD + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String REGISTER = "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"methods\":[\"m\"]}";
    private static final int FLOOD_BYTES = 1 << 20;

    private final GatewayOnThisThread gateway = new GatewayOnThisThread();

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] frame(final int first, final byte[] payload) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.write(0x80 | payload.length);
        // A mask of zeros leaves the payload unchanged.
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] joined(final byte[]... parts) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Sends a beginning, then one unit again and again. Returns how many bytes of the repetition the gateway has read. */
    private long flood(final LoopChannel channel, final byte[] beginning, final byte[] unit) throws Throwable {
        channel.receiveIfWanted(beginning, 0, beginning.length);
        gateway.turn();
        final byte[] flood = new byte[2_048 / unit.length * unit.length];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = unit[i % unit.length];
        }
        long read = 0;
        for (int sent = 0; sent < FLOOD_BYTES && channel.isActive(); sent += flood.length) {
            read += channel.wantsInput() ? flood.length : 0;
            channel.receiveIfWanted(flood, 0, flood.length);
            channel.runPendingTasks();
            assertTrue(channel.usedBytes() <= GatewayOnThisThread.DEAF_BYTES, () -> channel.usedBytes() + " bytes are kept");
            gateway.turn();
        }
        return read;
    }

    private void assertDroppedAsSlow(final Supplier<ChannelHandler[]> port, final byte[] beginning, final byte[] unit)
        throws Throwable {
        final boolean isRegistered = new String(beginning, StandardCharsets.ISO_8859_1).contains("register");
        gateway.forget();
        final LoopChannel channel = LoopChannel.openDeaf(port.get());

        flood(channel, beginning, unit);

        assertEquals(isRegistered, gateway.records().contains("session-closed slow-consumer"), gateway.records()::toString);
        gateway.forget();
        gateway.turn();
        channel.runPendingTasks();
        assertFalse(channel.isActive());
        channel.finishAndReleaseAll();
        assertEquals(0, channel.usedBytes());
    }

    @Test
    void shouldDropWhoFloodsByWebSocket() throws Throwable {
        final byte[] registered = joined(bytes(UPGRADE), frame(0x81, bytes(REGISTER)));
        final byte[] fragment = joined(registered, frame(0x01, bytes("{")));
        final byte[] ping = frame(0x89, new byte[0]);
        final byte[] largePing = frame(0x89, new byte[125]);
        for (final byte[] beginning : List.of(bytes(UPGRADE), registered, fragment)) {
            assertDroppedAsSlow(gateway::httpHandlers, beginning, ping);
            assertDroppedAsSlow(gateway::httpHandlers, beginning, largePing);
        }
        for (final byte[] beginning : List.of(bytes(UPGRADE), registered)) {
            assertDroppedAsSlow(gateway::httpHandlers, beginning,
                frame(0x81, bytes("{\"type\":\"ping\"}")));
            assertDroppedAsSlow(gateway::httpHandlers, beginning, frame(0x81, bytes("?")));
            assertDroppedAsSlow(gateway::httpHandlers, beginning, frame(0x82, new byte[0]));
            assertDroppedAsSlow(gateway::httpHandlers, beginning,
                joined(frame(0x01, bytes("{\"type\":")), largePing, frame(0x00, new byte[0]), ping,
                    frame(0x80, bytes("\"ping\"}"))));
        }
    }

    @Test
    void shouldDropWhoFloodsByTcp() throws Throwable {
        for (final String beginning : List.of("", REGISTER + "\n")) {
            for (final String unit : List.of("{\"type\":\"ping\"}\n", "?\n", "{}\n", "{\"type\":\"shout\"}\r\n",
                "{\"type\":\"register\"}\n")) {
                assertDroppedAsSlow(gateway::tcpHandlers, bytes(beginning), bytes(unit));
            }
        }
    }

    @Test
    void shouldReadNoMoreRequestsThanItMayAnswer() throws Throwable {
        for (final String request : List.of("GET /health/live" + HEAD + "\r\n", "HEAD /health/ready" + HEAD + "\r\n",
            "GET /health/live" + HEAD + "Content-Length: 0\r\n\r\n",
            "GET /health/live HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
            "GET http://localhost/health/live" + HEAD + "\r\n")) {
            gateway.forget();
            final LoopChannel channel = LoopChannel.openDeaf(gateway.httpHandlers());

            assertEquals(2_048 / request.length() * request.length(), flood(channel, bytes(request), bytes(request)), 2_048);

            assertTrue(channel.isActive());
            channel.hear();
            gateway.turn();
            assertTrue(channel.wantsInput(), "it goes on once its answers are taken");
            channel.close();
            channel.finishAndReleaseAll();
            assertEquals(0, channel.usedBytes());
        }
    }

    @Test
    void shouldEndWhoDoesNotTakeItsAnswer() throws Throwable {
        final byte[] request = bytes("GET /health/live" + HEAD + "\r\n");
        final LoopChannel channel = LoopChannel.openDeaf(gateway.httpHandlers());
        channel.receiveIfWanted(request, 0, request.length);
        gateway.turn();

        gateway.pass(HttpRequests.ANSWER_MS - 100);
        assertTrue(channel.isActive());
        gateway.pass(200);

        channel.runPendingTasks();
        assertFalse(channel.isActive());
        channel.finishAndReleaseAll();
        assertEquals(0, channel.usedBytes());
    }

    @Test
    void shouldAnswerNothingBehindAnAnswerThatCloses() throws Throwable {
        for (final String request : List.of("GET /nothing" + HEAD + "\r\n", "OPTIONS *" + HEAD + "\r\n",
            "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n", "POST /ws" + HEAD + "Content-Length: 99999999\r\n\r\n",
            "POST /" + HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "PUT /" + HEAD + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n", "nonsense\r\n\r\n")) {
            gateway.forget();
            final LoopChannel channel = LoopChannel.open(gateway.httpHandlers());

            flood(channel, bytes(request), bytes(request));

            final String sent = new String(channel.sent(), StandardCharsets.ISO_8859_1);
            assertEquals(sent.indexOf("HTTP/1.1 "), sent.lastIndexOf("HTTP/1.1 "), sent);
            assertTrue(sent.startsWith("HTTP/1.1 4") && sent.contains("connection: close"), sent);
            assertTrue(channel.isOutputShutdown());
            gateway.pass(2_000);
            channel.runPendingTasks();
            assertFalse(channel.isActive());
            channel.finishAndReleaseAll();
            assertEquals(0, channel.usedBytes());
        }
    }

    @Test
    void shouldEndWhoDripsARequest() throws Throwable {
        final LoopChannel channel = LoopChannel.open(gateway.httpHandlers());
        final byte[] drip = bytes("GET /health/live HTTP/1.1\r\nX: " + "x".repeat(1_000));
        int sent = 0;
        while (channel.isActive() && sent < drip.length) {
            channel.receiveIfWanted(drip, sent, sent + 1);
            sent++;
            gateway.pass(1_000);
            channel.runPendingTasks();
        }

        assertTrue(sent <= HttpRequests.REQUEST_MS / 1_000 + 2, "ended after " + sent + " s");
        channel.finishAndReleaseAll();
        assertEquals(0, channel.usedBytes());
    }

    @Test
    void shouldKeepTheWindowOfAllWithinOneDutyCycle() throws Throwable {
        final byte[] flood = bytes("{}\n".repeat(4_096));
        final List<LoopChannel> channels = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> channels.add(LoopChannel.openDeaf(gateway.tcpHandlers())));
        gateway.turn();

        for (int round = 0; round < 4; round++) {
            for (final LoopChannel channel : channels) {
                // One connection after the other, with no duty cycle in between.
                channel.receive(flood, 0, flood.length);
            }
            final long kept = channels.stream().mapToLong(LoopChannel::usedBytes).sum();
            assertTrue(kept <= 4L * GatewayOnThisThread.WINDOW_TOTAL_BYTES, () -> kept + " bytes are kept for all together");
        }

        gateway.forget();
        for (final LoopChannel channel : channels) {
            channel.runPendingTasks();
            channel.close();
            channel.finishAndReleaseAll();
            assertEquals(0, channel.usedBytes());
        }
    }
}
