package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tests HTTP, the upgrade, and how frames are found in WebSocket messages.
 */
@Timeout(30)
class WebSocketFramingTest {
    private static final int MAX_FRAME_BYTES = 2_048;
    private TestGateway gateway;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(
            new GatewayContext().maxFrameBytes(MAX_FRAME_BYTES).allowedOrigins(List.of("https://shop.example")));
        address = gateway.agent.httpAddress();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private WebSocketClient registered() throws Exception {
        final WebSocketClient client = gateway.webSocket();
        client.register("shop", "");
        return client;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(final String path) throws Exception {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldAnswerThatItIsAliveAndNothingElse() throws Exception {
        final HttpResponse<String> live = get("/health/live");
        assertEquals(200, live.statusCode());
        assertEquals("{\"status\":\"live\"}", live.body());
        assertEquals("application/json", live.headers().firstValue("content-type").orElse(""));
        for (final String path : List.of("/", "/metrics", "/health/live/", "/x?/health/live")) {
            assertEquals(404, get(path).statusCode(), path);
        }
        assertEquals(400, get("/ws").statusCode());
    }

    @Test
    void shouldAgreeOnTheSubprotocolOrRefuse() throws Exception {
        try (WebSocketClient ours = WebSocketClient.open(address, "Sec-WebSocket-Protocol: other, patchbay.v1.json\r\n");
            WebSocketClient none = WebSocketClient.open(address, "");
            WebSocketClient other = WebSocketClient.open(address, "Sec-WebSocket-Protocol: other\r\n")) {
            assertTrue(ours.head().startsWith("HTTP/1.1 101 "), ours.head());
            assertTrue(ours.head().toLowerCase().contains("sec-websocket-protocol: patchbay.v1.json"), ours.head());
            assertTrue(none.head().startsWith("HTTP/1.1 101 "), none.head());
            assertFalse(none.head().toLowerCase().contains("sec-websocket-protocol"), none.head());
            none.readUntil("connect");
            assertTrue(other.head().startsWith("HTTP/1.1 400 "), other.head());
        }
    }

    @Test
    void shouldAgreeOnNoCompression() throws Exception {
        try (WebSocketClient client = WebSocketClient.open(address, "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            assertTrue(client.head().startsWith("HTTP/1.1 101 "), client.head());
            assertFalse(client.head().toLowerCase().contains("sec-websocket-extensions"), client.head());
        }
    }

    @Test
    void shouldLetInNoPageOfAnotherOrigin() throws Exception {
        final String own = "http://127.0.0.1:" + address.getPort();
        for (final String origin : List.of(own, "https://shop.example", "HTTPS://Shop.Example/")) {
            try (WebSocketClient client = WebSocketClient.open(address, "Origin: " + origin + "\r\n")) {
                assertTrue(client.head().startsWith("HTTP/1.1 101 "), origin);
            }
        }
        for (final String origin : List.of("https://evil.example", "null", "http://127.0.0.1", "file://", own + "1",
            "https://shop.example.evil.example")) {
            try (WebSocketClient client = WebSocketClient.open(address, "Origin: " + origin + "\r\n")) {
                assertTrue(client.head().startsWith("HTTP/1.1 403 "), origin);
            }
        }
    }

    @Test
    void shouldPutFragmentsTogether() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(WebSocketClient.TEXT, bytes("{\"type\":\"broad"));
            client.frame(0x80 | WebSocketClient.PING, bytes("hello"));
            client.frame(0, bytes("cast\",\"payload\":[1,\n2"));
            client.frame(0x80, bytes("]}"));
            final int[] first = new int[1];
            assertArrayEquals(bytes("hello"), client.readFrame(first));
            assertEquals(0x80 | WebSocketClient.PONG, first[0]);
            client.expectSilence();

            assertEquals("broadcast [1, 2]", gateway.engine.records.get(3));
        }
    }

    @Test
    void shouldCountFragmentsTogether() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(WebSocketClient.TEXT, bytes("{\"type\":\"broadcast\",\"payload\":\"" + "x".repeat(1_000)));
            client.frame(0, bytes("x".repeat(1_000)));
            client.frame(0, bytes("x".repeat(100)));

            assertEquals("too-large", client.readUntil("error").get("code"));
            assertEquals("too-large", client.readUntil("disconnect").get("reason"));
            assertNull(client.readText());
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void shouldNotWaitForAFrameThatAnnouncesTooMuch() throws Exception {
        try (WebSocketClient client = registered()) {
            client.out.write(new byte[] {(byte)0x81, (byte)0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4});
            client.out.flush();

            assertEquals("too-large", client.readUntil("error").get("code"));
            assertEquals("too-large", client.readUntil("disconnect").get("reason"));
        }
    }

    @Test
    void shouldRefuseABinaryMessageAndGoOn() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(0x80 | WebSocketClient.BINARY, bytes("{\"type\":\"ping\"}"));
            assertEquals("bad-json", client.read().get("code"));
            client.frame(WebSocketClient.BINARY, bytes("{\"type\":"));
            client.frame(0x80, bytes("\"ping\"}"));
            assertEquals("bad-json", client.read().get("code"));
            client.expectSilence();
        }
    }

    @Test
    void shouldRefuseAnEmptyMessage() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(0x80 | WebSocketClient.TEXT, new byte[0]);

            assertEquals("bad-json", client.read().get("code"));
            client.expectSilence();
        }
    }

    @Test
    void shouldReadWhatWasSentRightBehindTheHandshake() throws Exception {
        final byte[] ping = bytes("{\"type\":\"ping\"}");
        try (TcpClient client = new TcpClient(address)) {
            final ByteArrayOutputStream hasty = new ByteArrayOutputStream();
            hasty.write(bytes("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
            hasty.write(new byte[] {(byte)0x81, (byte)(0x80 | ping.length), 0, 0, 0, 0});
            hasty.write(ping);
            client.out.write(hasty.toByteArray());
            final StringBuilder heard = new StringBuilder();
            while (heard.indexOf("{\"type\":\"pong\"}") < 0) {
                heard.append((char)client.in.read());
            }
            assertTrue(heard.indexOf("\"connect\"") > 0, heard::toString);
        }
    }

    @Test
    void shouldAnswerACloseFrame() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(0x80 | WebSocketClient.CLOSE, new byte[] {3, (byte)0xe8});

            assertNull(client.readText());
            assertEquals(1000, client.closeCode());
            gateway.awaitRecord("session-closed closed");
        }
    }

    @Test
    void shouldCloseAfterWhatIsNoWebSocketFrame() throws Exception {
        try (WebSocketClient client = registered()) {
            client.frame(0xf1, bytes("{}"));

            assertEquals("bad-json", client.readUntil("error").get("code"));
            assertEquals("bad-json", client.readUntil("disconnect").get("reason"));
            assertNull(client.readText());
            assertEquals(1002, client.closeCode());
        }
    }
}
