package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.Grants;
import io.patchbay.gateway.auth.RateLimit;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.journal.TestDisk;
import io.patchbay.journal.disk.DiskLevel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * Tests what a gateway refuses under overload: a full disk, rates above a limit, too many connections or incomplete frames.
 */
@Timeout(30)
class OverloadTest {
    private static final String ID = "7f1c5d4e-0000-4000-8000-0123456789ab";
    private static final String MESSAGE = "{'type':'message','id':'" + ID + "','destination':'a:b','responder':'r'}";
    private static final String REPLY = "{'type':'reply','id':'" + ID + "','payload':1}";
    private static final String EMIT = "{'type':'emit','event':'tick'}";
    private static final String STATUS = "{'type':'status','id':'" + ID + "'}";

    @TempDir
    private Path dir;

    private final TestDisk disk = new TestDisk();
    private TestGateway gateway;

    private TcpClient registered(final String name) throws Exception {
        final TcpClient client = gateway.tcp();
        client.register(name, "'methods':['b'],'listen':[]");
        return client;
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static void assertOverloaded(final TestClient client, final String frame) throws Exception {
        final Map<String, Object> error = client.send(frame).read();
        assertEquals("overloaded", error.get("code"), error::toString);
    }

    /** Checks that a frame is accepted: nothing comes before the pong. */
    private static void assertTaken(final TestClient client, final String frame) throws Exception {
        client.send(frame).send("{'type':'ping'}");
        assertEquals("pong", client.read().get("type"), frame);
    }

    @Test
    void shouldTakeLessTheFullerTheDiskIsAndAllAgainAfterwards() throws Exception {
        gateway = new TestGateway(new GatewayContext().diskSpace(disk.space()));
        try (TcpClient client = registered("a"); TcpClient late = gateway.tcp()) {
            disk.is(DiskLevel.LOW);
            final Map<String, Object> error = client.send(MESSAGE).read();
            assertEquals("overloaded", error.get("code"));
            assertEquals(ID, error.get("id"));
            assertEquals("the server's disk has 0.5 MiB free, below its floor of 1.0 MiB: nothing new is taken until there is"
                + " more", error.get("message"));
            assertOverloaded(client, EMIT);
            assertOverloaded(client, "{'type':'broadcast'}");
            assertTaken(client, REPLY);
            assertTaken(client, STATUS);

            disk.is(DiskLevel.RESERVE);
            assertOverloaded(client, STATUS);
            assertOverloaded(late, "{'type':'register','name':'late','version':'1.0.0'}");
            assertTaken(client, REPLY);

            disk.is(DiskLevel.LAST);
            assertOverloaded(client, REPLY);

            disk.is(DiskLevel.FULL);
            assertOverloaded(client, "{'type':'unregister'}");

            disk.is(DiskLevel.OPEN);
            assertTaken(client, MESSAGE);
            late.register("late", "'listen':[]");
        }
    }

    @Test
    void shouldWriteTheEndOfASessionOnceTheDiskIsNoLongerFull() throws Exception {
        gateway = new TestGateway(new GatewayContext().diskSpace(disk.space()));
        try (TcpClient stays = registered("a")) {
            registered("b").close();
            gateway.awaitRecord("session-closed closed");
            final TcpClient leaves = registered("c");
            disk.is(DiskLevel.FULL);
            final int before = gateway.engine.records.size();
            leaves.send("{'type':'unregister'}");
            leaves.readUntil("error");
            leaves.socket.setSoLinger(true, 0);
            leaves.close();
            assertTaken(stays, "{'type':'pong'}");
            assertEquals(before, gateway.engine.records.size());

            disk.is(DiskLevel.OPEN);

            gateway.await("its end", () -> gateway.engine.records.size() == before + 1);
            assertEquals("session-closed closed", gateway.engine.records.get(before));
        }
    }

    @Test
    void shouldSayWhetherItTakesMessagesAndWhyNot() throws Exception {
        gateway = new TestGateway(new GatewayContext().diskSpace(disk.space()));
        assertEquals("200 {\"status\":\"ready\"}", get("/health/ready"));

        disk.is(DiskLevel.LOW);

        final String answer = get("/health/ready");
        assertTrue(answer.startsWith("503 {\"status\":\"not-ready\",\"reason\":\"disk-low\",\"message\":\"the server's disk has"),
            answer);
        assertEquals("200 {\"status\":\"live\"}", get("/health/live"));
    }

    @Test
    void shouldRefuseWhatIsAboveTheRateOfEachConnectionWithoutAuthorization() throws Exception {
        gateway = new TestGateway(new GatewayContext().rateLimit(RateLimit.parse("1:3")));
        try (TcpClient client = registered("a"); TcpClient other = registered("b")) {
            for (int i = 0; i < 3; i++) {
                assertTaken(client, i == 1 ? STATUS : MESSAGE);
            }

            final Map<String, Object> error = client.send(MESSAGE).read();
            assertEquals("overloaded", error.get("code"), error::toString);
            assertEquals("more than 1 a second (3 at once): slow down, then send it again", error.get("message"));
            assertEquals(ID, error.get("id"));
            assertTaken(client, REPLY);
            assertTaken(other, MESSAGE);
        }
    }

    @Test
    void shouldLetAPrincipalsConnectionsShareItsRateWhichItsLineMaySet() throws Exception {
        final SecureRandom random = new SecureRandom();
        final Grants all = new Grants(List.of("*"), List.of("*"), List.of("*"), List.of("*"), true);
        final String slow = AuthFile.newToken("slow", random);
        final String usual = AuthFile.newToken("usual", random);
        final String line = AuthFile.toLine(slow, all, random);
        final Path file = Files.writeString(dir.resolve("auth"), line.substring(0, line.length() - 1)
            + ",\"rateLimit\":\"1:2\"}\n" + AuthFile.toLine(usual, all, random) + "\n");
        gateway = new TestGateway(new GatewayContext().authFile(file).rateLimit(RateLimit.parse("1:5")));
        try (TcpClient first = authorized(slow, "a"); TcpClient second = authorized(slow, "b");
            TcpClient other = authorized(usual, "c")) {
            assertTaken(first, MESSAGE);
            assertTaken(second, MESSAGE);

            assertOverloaded(first, MESSAGE);
            assertOverloaded(second, MESSAGE);
            for (int i = 0; i < 5; i++) {
                assertTaken(other, MESSAGE);
            }
            assertOverloaded(other, MESSAGE);
        }
    }

    private TcpClient authorized(final String token, final String name) throws Exception {
        final TcpClient client = gateway.tcp();
        client.send("{'type':'authorize','token':'" + token + "'}");
        client.readUntil("authorized");
        client.register(name, "'listen':[]");
        return client;
    }

    @Test
    void shouldRefuseMessagesWhileTooManyRequestsAreOpen() throws Exception {
        gateway = new TestGateway(new GatewayContext().openRequests(() -> 7).maxOpen(7));
        try (TcpClient client = registered("a")) {
            assertOverloaded(client, MESSAGE);
            assertTaken(client, REPLY);
            assertTaken(client, EMIT);
        }
    }

    @Test
    void shouldCloseTheOldestConnectionThatHasNotRegistered() throws Exception {
        gateway = new TestGateway(new GatewayContext().maxNewcomersPerAddress(2));
        try (TcpClient there = registered("a"); TcpClient oldest = gateway.tcp(); TcpClient second = gateway.tcp();
            TcpClient third = gateway.tcp()) {
            assertEquals("overloaded", oldest.readUntil("error").get("code"));
            assertEquals("overloaded", oldest.readUntil("disconnect").get("reason"));
            assertNull(oldest.readText());
            second.register("b", "'listen':[]");
            third.register("c", "'listen':[]");
            assertTaken(there, MESSAGE);
        }
    }

    @Test
    void shouldRefuseAConnectionAboveTheLimit() throws Exception {
        gateway = new TestGateway(new GatewayContext().maxConnections(1));
        try (TcpClient there = registered("a"); TcpClient late = gateway.tcp()) {
            final Map<String, Object> error = late.readUntil("error");
            assertEquals("overloaded", error.get("code"));
            assertTrue(error.get("message").toString().contains("--max-connections"), error::toString);
            assertEquals("overloaded", late.readUntil("disconnect").get("reason"));
            assertTaken(there, MESSAGE);
        }
    }

    @Test
    void shouldCloseTheConnectionWithTheOldestIncompleteFrame() throws Exception {
        final String part = "{\"type\":\"message\",\"payload\":\"" + "x".repeat(20_000);
        gateway = new TestGateway(new GatewayContext().heldInputBytes(50_000));
        try (TcpClient whole = registered("a"); TcpClient first = registered("b"); TcpClient second = registered("c");
            WebSocketClient third = gateway.webSocket()) {
            first.raw(part);
            assertTaken(whole, MESSAGE);
            second.raw(part);
            assertTaken(whole, MESSAGE);
            // The head of a frame that announces more bytes than follow.
            third.out.write(new byte[] {(byte)0x81, (byte)0xfe, (byte)0xf0, 0, 1, 2, 3, 4});
            third.out.write(new byte[20_000]);
            third.out.flush();

            assertEquals("overloaded", first.readUntil("error").get("code"));
            assertEquals("overloaded", first.readUntil("disconnect").get("reason"));
            assertTaken(whole, MESSAGE);
            second.raw("\"}\n");
            assertEquals("bad-field", second.readUntil("error").get("code"));
        }
    }

    private String get(final String path) throws IOException {
        final HttpURLConnection http = (HttpURLConnection)new URL("http://127.0.0.1:" + gateway.agent.httpAddress().getPort()
            + path).openConnection();
        final int status = http.getResponseCode();
        try (var body = status < 400 ? http.getInputStream() : http.getErrorStream()) {
            return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
