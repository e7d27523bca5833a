package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs {@code ./patchbay server} as an operator does: ready line, orderly stop, restart, refusals and exit codes.
 */
@Timeout(120)
class ServerCommandIT {
    private static final String PRICING =
        "{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.0.0\",\"methods\":[\"quote\"]}";
    private static final String DESK = "{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\"}";

    @TempDir
    Path dir;

    @Test
    void shouldServeAndEndInGoodOrder() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            assertTrue(server.ready("line").matches("patchbay ready tcp=127\\.0\\.0\\.1:[1-9][0-9]* "
                + "http=127\\.0\\.0\\.1:[1-9][0-9]* data=" + data.toRealPath() + " pid=" + server.pid()), server.ready("line"));
            assertEquals(200, get(server.httpPort(), "/health/live"));
            final JsonPeer service = new JsonPeer(server.tcpPort());
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            service.register(PRICING);
            desk.register(DESK);
            desk.send("{\"type\":\"message\",\"id\":\"8a6b1d6e-0000-4000-8000-000000000001\",\"destination\":\"pricing:quote\","
                + "\"responder\":\"prices\",\"payload\":{\"pair\":\"EURUSD\",\"size\":1.50}}");
            final JsonNode message = service.awaitType("message");
            service.send("{\"type\":\"reply\",\"id\":\"" + message.get("id").asText() + "\",\"payload\":[1.0750,1e3]}");
            assertEquals("prices", desk.awaitType("reply").get("responder").asText());

            final Result result = server.terminate();

            assertEquals(0, result.exit(), result::toString);
            assertEquals("shutting-down", desk.awaitEvent("disconnect").get("reason").asText());
            assertEquals(1, result.lines().size(), "stdout holds the ready line only: " + result);
        }
        final Result verify = PatchbayProcess.run("replay", "verify", "--data", data.toString());
        assertEquals(0, verify.exit(), verify::toString);
        final JsonNode verified = JsonPeer.parse(verify.out());
        assertTrue(verified.get("ok").asBoolean() && verified.get("checkpoints").asInt() > 0, verify::toString);
    }

    @Test
    void shouldRefuseASecondServerOnTheSameDataAndGoOnAfterARestart() throws Exception {
        try (PatchbayProcess first = PatchbayProcess.server(dir)) {
            final JsonPeer service = new JsonPeer(first.tcpPort());
            service.register(PRICING);

            final Result second =
                PatchbayProcess.run("server", "--data", dir.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");

            assertRefused(3, second, dir.toString());
            first.kill9();
        }
        try (PatchbayProcess again = PatchbayProcess.server(dir)) {
            final JsonPeer desk = new JsonPeer(again.tcpPort());
            final JsonNode registered = desk.register(DESK);
            assertEquals(0, registered.get("services").size(), "ghosts: " + registered);
            assertEquals(0, again.terminate().exit());
        }
        final List<String> events = PatchbayProcess.run("replay", "events", "--data", dir.toString()).lines();
        assertTrue(events.stream().anyMatch(e -> e.contains("service-disconnect") && e.contains("gateway-lost")),
            events::toString);
    }

    @Test
    void shouldRefuseADamagedJournalUntilItIsRepaired() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir)) {
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register(DESK);
            desk.send("{\"type\":\"message\",\"id\":\"8a6b1d6e-0000-4000-8000-000000000002\",\"destination\":\"pricing:quote\","
                + "\"responder\":\"prices\",\"payload\":{\"mark\":\"rotten\"}}");
            desk.awaitEvent("unhandled-message");
            assertEquals(0, server.terminate().exit());
        }
        final Path file;
        try (Stream<Path> files = Files.list(dir.resolve("journal"))) {
            file = files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        final byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("rotten")] ^= 1;
        Files.write(file, bytes);

        final Result refused =
            PatchbayProcess.run("server", "--data", dir.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");
        final Result refusedGateway =
            PatchbayProcess.run("gateway", "--data", dir.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");
        assertArrayEquals(bytes, Arrays.copyOf(Files.readAllBytes(file), bytes.length), "server or gateway has appended");
        final Result verify = PatchbayProcess.run("replay", "verify", "--data", dir.toString());
        final Result check = PatchbayProcess.run("journal", "check", dir.toString());

        assertRefused(3, refused, "./patchbay journal repair " + dir.toRealPath());
        final String index = JsonPeer.parse(check.out()).get("firstLost").asText();
        assertTrue(refused.err().contains(index), refused::toString);
        assertRefused(3, refusedGateway, index);
        assertEquals(3, verify.exit(), verify::toString);
        assertEquals(index, JsonPeer.parse(verify.out()).get("differs").asText());
        assertEquals(1, check.exit(), check::toString);
        assertEquals(0, PatchbayProcess.run("journal", "repair", dir.toString()).exit());
        try (PatchbayProcess again = PatchbayProcess.server(dir)) {
            assertEquals(0, again.terminate().exit());
        }
        assertEquals(0, PatchbayProcess.run("replay", "verify", "--data", dir.toString()).exit());
    }

    @Test
    void shouldSayWhatIsWrongWithItsOptions() throws Exception {
        assertRefused(2, PatchbayProcess.run("server", "--tpc", "127.0.0.1:0"), "--tpc");
        assertRefused(2, PatchbayProcess.run("server", "--tcp", "nowhere"), "nowhere");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--max-frame", "2g"), "max-frame");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--sync", "sometimes"), "sometimes");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--tcp", "0.0.0.0:0"), "--auth");
        assertRefused(2, PatchbayProcess.run("server", "--config", dir.resolve("none").toString()), "no such file");
        assertRefused(2, PatchbayProcess.run("nonsense"), "nonsense");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--block-size", "3m"), "block-size");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--cpus", "first"), "'first'");
        assertRefused(2, PatchbayProcess.run("server", "--data", dir.toString(), "--threads", "dedicated", "--cpus", "0"),
            "--threads shared");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldPinTheThreadThatServesButNotItsHelperAndSayWhatAppendsTook() throws Exception {
        final Path self = Path.of("/proc/self/task", Long.toString(ProcessHandle.current().pid()));
        final String all = ServerThreads.allowedCpus(self);
        final String cpu = all.split("[-,]")[0];
        try (PatchbayProcess server = PatchbayProcess.server(dir, "--threads", "shared", "--cpus", cpu, "--pre-touch",
            "--block-size", "8m")) {
            final JsonPeer service = new JsonPeer(server.tcpPort());
            service.register(PRICING);
            final ServerThreads threads = new ServerThreads(server.pid());

            assertEquals(cpu, ServerThreads.allowedCpus(threads.named("patchbay")));
            final Path helper = threads.named("patchbay-pages");
            assertEquals(all, ServerThreads.allowedCpus(helper));
            assertEquals(19, ServerThreads.niceness(helper));

            final Result result = server.terminate();
            assertEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains("journal appends: "), result::toString);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithItsSurroundings() throws Exception {
        final Path foreign = Files.createDirectory(dir.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.tex"), "precious");
        assertRefused(3, server(foreign), foreign.toString());
        assertEquals("precious", Files.readString(foreign.resolve("thesis.tex")));

        final Path file = Files.writeString(dir.resolve("file"), "x");
        assertRefused(3, server(file), file.toString());
        assertRefused(3, server(file.resolve("below")), file.toString());

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String address = "127.0.0.1:" + taken.getLocalPort();
            assertRefused(3, PatchbayProcess.run("server", "--data", dir.resolve("d1").toString(), "--tcp", address,
                "--http", "127.0.0.1:0"), address);
            assertRefused(3, PatchbayProcess.run("server", "--data", dir.resolve("d2").toString(), "--tcp", "127.0.0.1:0",
                "--http", address), address);
        }

        final Path auth = Files.writeString(dir.resolve("auth"), "{\"principal\":\"a\"\n");
        assertRefused(3, PatchbayProcess.run("server", "--data", dir.resolve("d3").toString(), "--tcp", "127.0.0.1:0",
            "--http", "127.0.0.1:0", "--auth", auth.toString()), auth + ":1");
    }

    @Test
    void shouldTakeOptionsFromEnvironmentAndFile() throws Exception {
        final Path data = dir.resolve("from-environment");
        final Path config = Files.writeString(dir.resolve("p.properties"), "tcp=127.0.0.1:0\nhttp=127.0.0.1:0\nmax-frame=2048\n");
        try (PatchbayProcess server =
            PatchbayProcess.start(Map.of("PATCHBAY_DATA", data.toString()), "server", "--config", config.toString())) {
            server.awaitReady();

            final JsonNode connect = new JsonPeer(server.tcpPort()).awaitEvent("connect");

            assertEquals(data.toRealPath().toString(), server.ready("data"));
            assertEquals(2048, connect.get("maxFrame").asInt());
            assertEquals(0, server.terminate().exit());
        }
    }

    private Result server(final Path data) throws Exception {
        return PatchbayProcess.run("server", "--data", data.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");
    }

    private static void assertRefused(final int exit, final Result result, final String named) {
        assertEquals(exit, result.exit(), result::toString);
        assertTrue(result.err().contains(named), () -> "does not name " + named + ": " + result);
        assertFalse(result.err().contains("\tat "), () -> "stack trace: " + result);
        assertEquals("", result.out(), result::toString);
    }

    private static int get(final int port, final String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
