package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.AeronPeer;
import io.patchbay.gateway.TcpClient;
import io.patchbay.gateway.TestServer;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Tests the Aeron path of a session, from its registration on a socket to its end, without the SDK.
 */
@Timeout(60)
class AeronPathTest {
    @TempDir
    private Path dir;
    private TestServer server;
    private TcpClient socket;
    private TcpClient shop;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(dir.resolve("data"), new GatewayContext(), host -> host.settings().drainMs = 1_500);
        socket = new TcpClient(server.gateway.tcpAddress());
        shop = new TcpClient(server.gateway.tcpAddress());
        shop.register("shop", "'listen':['service-disconnect']");
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        shop.close();
        server.close();
    }

    private Map<String, Object> register(final String aeron) throws Exception {
        return socket.register("pricing", "'methods':['quote'],'listen':[],'aeron':" + aeron);
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not in time: " + what);
            }
            Thread.yield();
        }
    }

    @Test
    void shouldCarryRequestsAndRepliesByIpc() throws Exception {
        final UUID id = UUID.randomUUID();
        final UUID own = UUID.randomUUID();
        try (AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove()) {
            shop.send("{'type':'message','id':'" + id + "','destination':'pricing:quote','responder':'r','payload':[ 1]}");
            assertEquals("request " + id + " pricing:quote shop 0 [ 1]", peer.read());
            peer.reply(id, 0, bytes("{\"a\":\n1}"));
            assertEquals("accepted", peer.read());
            assertTrue(shop.readText().contains("\"payload\":{\"a\": 1}"));
            peer.message(own, "nobody:x", "r", 0, bytes(""));
            assertEquals("unhandled " + UnhandledReason.NO_SERVICE.ordinal(), peer.read());
            peer.status(own);
            assertEquals("status " + RequestStatus.UNHANDLED.ordinal(), peer.read());
            peer.unregister();
            assertEquals("unregistered", socket.readUntil("disconnect").get("reason"));
            assertNull(socket.readText());
        }
    }

    @Test
    void shouldGiveAJsonSessionABinaryPayloadAsBase64() throws Exception {
        final UUID id = UUID.randomUUID();
        final byte[] payload = {0, 1, (byte)0xff, '\n'};
        try (AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove()) {
            shop.send("{'type':'message','id':'" + id + "','destination':'pricing:quote','responder':'r'}");
            peer.read();
            peer.reply(id, 1, payload);

            final Map<String, Object> reply = shop.read();
            assertEquals("base64", reply.get("encoding"));
            assertEquals(Base64.getEncoder().encodeToString(payload), reply.get("payload"));
        }
    }

    @Test
    void shouldTakeItsFramesByAeronOnly() throws Exception {
        register("{'media':'ipc'}");
        for (final String frame : new String[] {
            "{'type':'message','id':'7f1c5d4e-0000-4000-8000-0123456789ab','destination':'a:b'}",
            "{'type':'reply','id':'7f1c5d4e-0000-4000-8000-0123456789ab'}", "{'type':'broadcast'}",
            "{'type':'emit','event':'e'}", "{'type':'services'}", "{'type':'unregister'}",
            "{'type':'status','id':'7f1c5d4e-0000-4000-8000-0123456789ab'}"}) {
            assertEquals("forbidden", socket.send(frame).read().get("code"), frame);
        }
        socket.expectSilence();
    }

    @Test
    void shouldAnswerABadFrameOnTheDeliveryStream() throws Exception {
        try (AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove()) {
            peer.message(UUID.randomUUID(), "no destination", "", 0, bytes("1"));
            assertEquals("failure " + ErrorCode.BAD_FIELD.ordinal() + " destination", peer.read());
            peer.message(UUID.randomUUID(), "a:b", "", 0, bytes("{"));
            assertEquals("failure " + ErrorCode.BAD_JSON.ordinal() + " ", peer.read());
            peer.message(UUID.randomUUID(), "a:b", "", 0, bytes("\"a\nb\""));
            assertEquals("failure " + ErrorCode.BAD_JSON.ordinal() + " ", peer.read());
            peer.message(UUID.randomUUID(), "a:b", "1", 0, bytes("1"));
            assertEquals("failure " + ErrorCode.BAD_FIELD.ordinal() + " responder", peer.read());
            peer.message(UUID.randomUUID(), "a:b", "", 2, bytes("1"));
            assertEquals("failure " + ErrorCode.BAD_FIELD.ordinal() + " payload", peer.read());
            peer.message(UUID.randomUUID(), "a:b", "", 0, bytes("1")).cutOff(3);
            assertEquals(
                Set.of("unhandled " + UnhandledReason.NO_SERVICE.ordinal(), "failure " + ErrorCode.BAD_JSON.ordinal() + " "),
                Set.of(peer.read(), peer.read()), "the gateway's own answers are on a stream of their own");
        }
    }

    @Test
    void shouldCloseAfterAFrameThatIsTooLarge() throws Exception {
        try (AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove()) {
            peer.message(UUID.randomUUID(), "a:b", "", 1, new byte[50_000]);

            assertEquals("too-large", socket.readUntil("error").get("code"));
            assertEquals("too-large", socket.readUntil("disconnect").get("reason"));
        }
    }

    @Test
    void shouldDropAndCountTheFramesOfWhoHasNotProvenTheSecret() throws Exception {
        final Map<String, Object> registered = register("{'media':'ipc'}");
        try (AeronPeer stranger = new AeronPeer(registered, null);
            AeronPeer peer = new AeronPeer(registered, null)) {
            stranger.message(UUID.randomUUID(), "a:b", "", 0, bytes("1")).prove(1, 2).unregister();
            await("three dropped frames", () -> server.gateway.unprovenFrames() == 3);
            peer.prove().message(UUID.randomUUID(), "a:b", "", 0, bytes("1"));
            assertEquals("unhandled " + UnhandledReason.NO_SERVICE.ordinal(), peer.read());
            stranger.prove().unregister();
            await("a secret is good for one", () -> server.gateway.unprovenFrames() == 5);
        }
    }

    @Test
    void shouldEndTheInstanceWithItsAeronClient() throws Exception {
        final AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove();
        peer.message(UUID.randomUUID(), "a:b", "", 0, bytes("1"));
        peer.read();

        peer.close();

        assertEquals("timeout", socket.readUntil("disconnect").get("reason"));
        assertEquals("timeout", shop.readUntil("service-disconnect").get("reason"));
    }

    @Test
    void shouldEndTheInstanceWithItsSocket() throws Exception {
        try (AeronPeer peer = new AeronPeer(register("{'media':'ipc'}"), null).prove()) {
            peer.message(UUID.randomUUID(), "a:b", "", 0, bytes("1"));
            peer.read();
            socket.close();

            assertEquals("closed", shop.readUntil("service-disconnect").get("reason"));
        }
    }

    @Test
    void shouldCarryRequestsAndRepliesByUdp() throws Exception {
        final int port;
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        final Map<String, Object> registered = register("{'media':'udp','endpoint':'127.0.0.1:" + port + "'}");
        final String mediaDir = dir.resolve("media").toString();
        final UUID id = UUID.randomUUID();
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(mediaDir)
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true).termBufferSparseFile(true));
            AeronPeer peer = new AeronPeer(registered, driver.aeronDirectoryName()).prove()) {
            shop.send("{'type':'message','id':'" + id + "','destination':'pricing:quote','responder':'r','payload':7}");
            assertEquals("request " + id + " pricing:quote shop 0 7", peer.read());
            peer.reply(id, 0, bytes("\"" + "x".repeat(10_000) + "\""));
            assertEquals("accepted", peer.read());
            assertEquals("x".repeat(10_000), shop.read().get("payload"));
        }
    }

    @Test
    void shouldWantTheSocketsOwnAddressForUdp() throws Exception {
        socket.send("{'type':'register','name':'pricing','version':'1.0.0',"
            + "'aeron':{'media':'udp','endpoint':'127.0.0.2:4000'}}");

        final Map<String, Object> error = socket.readUntil("error");
        assertEquals("forbidden", error.get("code"));
        assertEquals("aeron", error.get("field"));
        socket.send("{'type':'register','name':'pricing','version':'1.0.0','aeron':{'media':'smoke'}}");
        assertEquals("bad-field", socket.readUntil("error").get("code"));
    }
}
