package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.journal.SmallDisk;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Fills the disk of a server again and again, by its own journal and by another process, to the last byte and beyond the
 * reserve. Each round fills it in three ways. {@code -Dpatchbay.fills=N} runs more rounds.
 */
@Timeout(3_600)
class FullDiskIT {
    private static final int FILLS = Integer.getInteger("patchbay.fills", 1);
    private static final int MIB = 1 << 20;
    private static final int OPEN = 20;
    private static final String LARGE = "x".repeat(8_000);
    private static final String REFUSED = "overloaded";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private PatchbayProcess server;
    private JsonPeer service;
    private JsonPeer desk;

    @Test
    void shouldRefuseNewMessagesOnAFullDiskKeepItsSessionsAndRecover() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 256 + 64 * FILLS)) {
            assumeTrue(disk != null, "no right to mount a small disk: a full one is not tested");
            final Path data = disk.dir().resolve("data");
            server = PatchbayProcess.server(data, "--min-free", "16m", "--disk-reserve", "8m", "--block-size", "8m");
            try {
                service = new JsonPeer(server.tcpPort());
                service.register("{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.0.0\",\"methods\":[\"quote\"]}");
                desk = new JsonPeer(server.tcpPort());
                desk.register("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\",\"acks\":true}");
                for (int i = 0; i < FILLS; i++) {
                    fillByItsOwnJournal(disk);
                    fillByAnother(disk);
                    useUpTheReserve(disk);
                }
                assertTrue(server.isAlive(), server::err);
                assertEquals(0, server.terminate().exit(), server::err);
            } finally {
                server.close();
            }
            Audit.assertVerifies(data);
            Audit.of(data).assertHolds(accepted);
            assertEquals(0, Audit.state(data).get("open").size());
            for (final String id : accepted) {
                assertEquals(1, ends.get(id), () -> "ends of " + id + " as its asker was told");
            }
        }
    }

    private void fillByItsOwnJournal(final SmallDisk disk) throws Exception {
        final List<String> open = askAll();
        disk.fill(20 * MIB);
        boolean isRefused = false;
        for (int i = 0; i < 4_000 && !isRefused; i++) {
            isRefused = !ask("nobody:there", LARGE, new ArrayList<>());
        }
        assertTrue(isRefused, "the floor was never reached");
        assertNotReady("disk-");

        replyTo(open, open.size() / 2);
        disk.empty();

        recover(open);
    }

    private void fillByAnother(final SmallDisk disk) throws Exception {
        final List<String> open = askAll();
        disk.fill(0);
        Load.awaitTrue(() -> !askQuietly(open), "a message to be refused");
        assertNotReady("disk-");
        assertRefusedToo("{\"type\":\"broadcast\",\"payload\":1}");
        assertRefusedToo("{\"type\":\"emit\",\"event\":\"tick\",\"payload\":1}");

        replyTo(open, open.size() / 2);
        disk.empty();

        recover(open);
    }

    /** Sends replies until they are refused too. Connections come and go meanwhile. */
    private void useUpTheReserve(final SmallDisk disk) throws Exception {
        final List<String> open = askAll();
        disk.fill(0);
        Load.awaitTrue(() -> !askQuietly(open), "a message to be refused");
        final String more = "{\"type\":\"reply\",\"id\":\"" + open.get(0) + "\",\"more\":true,\"ack\":true,\"payload\":\""
            + "y".repeat(60_000) + "\"}";
        boolean isRefused = false;
        for (int i = 0; i < 3_000 && !isRefused; i++) {
            service.send(more);
            final JsonNode answer = service.await(f -> !f.path("type").asText().equals("message"));
            isRefused = answer.path("code").asText().equals(REFUSED);
            if (!isRefused) {
                assertEquals("accepted", answer.path("type").asText(), answer::toString);
                // Wait until the consumer has read the reply, so that it is not disconnected as a slow consumer.
                desk.await(frame -> isEnd(frame) && frame.path("more").asBoolean());
            }
        }
        assertTrue(isRefused, "the reserve was never used up");
        assertNotReady("disk-");
        try (JsonPeer late = new JsonPeer(server.tcpPort())) {
            late.send("{\"type\":\"register\",\"name\":\"late\",\"version\":\"1.0.0\"}");
            assertEquals(REFUSED, late.awaitType("error").get("code").asText());
        }

        disk.empty();

        recover(open);
    }

    private void recover(final List<String> open) throws Exception {
        Load.awaitTrue(() -> askQuietly(open), "a message to be taken again");
        final HttpResponse<String> health = get("/health/ready");
        assertEquals(200, health.statusCode(), health::body);
        replyTo(open, open.size());
        assertAlive(service);
        assertAlive(desk);
    }

    private List<String> askAll() throws Exception {
        final List<String> open = new ArrayList<>();
        Load.awaitTrue(() -> askQuietly(open), "a message to be taken");
        while (open.size() < OPEN) {
            assertTrue(ask("pricing:quote", "small", open));
        }
        return open;
    }

    private boolean askQuietly(final List<String> open) {
        try {
            return ask("pricing:quote", "small", open);
        } catch (final Exception e) {
            throw new AssertionError(server.err(), e);
        }
    }

    /** Sends a request, and returns whether it was accepted. If it was, its id is added to the open ones. */
    private boolean ask(final String destination, final String payload, final List<String> open) throws Exception {
        final String id = UUID.randomUUID().toString();
        desk.send("{\"type\":\"message\",\"id\":\"" + id + "\",\"destination\":\"" + destination + "\",\"responder\":\"r\","
            + "\"timeoutMs\":600000,\"payload\":\"" + payload + "\"}");
        final JsonNode answer = desk.await(f -> !isEnd(f) && f.path("id").asText().equals(id));
        if (answer.get("type").asText().equals("accepted")) {
            accepted.add(id);
            open.add(id);
            return true;
        }
        assertEquals(REFUSED, answer.path("code").asText(), answer::toString);
        assertTrue(answer.get("message").asText().contains("free"), answer::toString);
        return false;
    }

    private boolean isEnd(final JsonNode frame) {
        final boolean isReply = frame.path("type").asText().equals("reply");
        if (isReply && !frame.path("more").asBoolean() || frame.path("event").asText().equals("unhandled-message")) {
            ends.merge(frame.get("id").asText(), 1, Integer::sum);
        }
        return isReply;
    }

    /** Replies to the first of the open requests, and checks that the replies reach the consumer. */
    private void replyTo(final List<String> open, final int count) throws Exception {
        for (int i = 0; i < count; i++) {
            final String id = open.remove(0);
            service.send("{\"type\":\"reply\",\"id\":\"" + id + "\",\"payload\":1}");
            desk.await(f -> isEnd(f) && !f.path("more").asBoolean() && f.path("id").asText().equals(id));
        }
    }

    private void assertRefusedToo(final String frame) throws Exception {
        desk.send(frame);
        assertEquals(REFUSED, desk.awaitType("error").get("code").asText());
    }

    private static void assertAlive(final JsonPeer peer) throws Exception {
        assertFalse(peer.isEnded());
        peer.send("{\"type\":\"ping\"}");
        peer.awaitType("pong");
    }

    private void assertNotReady(final String reason) throws Exception {
        final HttpResponse<String> health = get("/health/ready");
        assertEquals(503, health.statusCode(), health::body);
        assertTrue(JsonPeer.parse(health.body()).get("reason").asText().startsWith(reason), health::body);
    }

    private HttpResponse<String> get(final String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    }
}
