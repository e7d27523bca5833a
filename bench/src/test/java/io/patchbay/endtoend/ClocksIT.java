package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs real processes whose wall clock leaps, or which stand still. Deadlines, drains, sessions and streams must follow elapsed
 * time.
 */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class ClocksIT {
    private static final String DESK = "{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\",\"methods\":[\"hold\"]}";
    private static final int TIMEOUT_MS = 3_000;
    /** The earliest end of a request after its time-out. The journal's clock may differ from elapsed time by half a percent. */
    private static final long EARLIEST_NS = TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS - TIMEOUT_MS / 100);

    @TempDir
    Path dir;

    @Test
    void shouldEndRequestsAndDrainsInTimeAfterARunAnHourAhead() throws Exception {
        final Path data = dir.resolve("data");
        final FakeClock clock = clock();
        clock.set(TimeUnit.HOURS.toSeconds(1));
        try (PatchbayProcess ahead = PatchbayProcess.role(clock.environment(), "server", data)) {
            new JsonPeer(ahead.tcpPort()).register(DESK);
            assertEquals(0, ahead.terminate().exit());
        }

        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register(DESK);
            final long startNs = System.nanoTime();
            ask(desk, 1);
            assertEquals("timeout", desk.awaitEvent("unhandled-message").get("reason").asText());
            assertTrue(System.nanoTime() - startNs >= EARLIEST_NS);
            assertTrue(readiness(server).contains("\"reason\":\"clock-differs\""));
            desk.send("{\"type\":\"unregister\"}");
            assertEquals("unregistered", desk.awaitEvent("disconnect").get("reason").asText());
            assertEquals(0, server.terminate().exit());
        }

        final long leapNs = onlyLeap(data).get("leapNs").asLong();
        assertTrue(Math.abs(leapNs + TimeUnit.HOURS.toNanos(1)) < TimeUnit.SECONDS.toNanos(1), () -> "leap of " + leapNs);
        Audit.assertVerifies(data);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -20, 120, 30 * 86_400})
    void shouldKeepDeadlinesInstancesAndFilesWhereTheWallClockLeaps(final long seconds) throws Exception {
        final Path data = dir.resolve("data");
        final FakeClock clock = clock();
        try (PatchbayProcess server = PatchbayProcess.role(clock.environment(), "server", data, "--retain-age", "7d",
            "--snapshot-every", "1"); PatchbayProcess echo = PatchbayProcess.startJava(clock.environment(), EchoMain.class,
            "127.0.0.1:" + server.tcpPort(), "echo")) {
            echo.awaitLine("registered");
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register(DESK);
            final long startNs = System.nanoTime();
            ask(desk, 1);

            clock.set(seconds);

            assertEquals("timeout", desk.awaitEvent("unhandled-message").get("reason").asText());
            assertTrue(System.nanoTime() - startNs >= EARLIEST_NS, "it ended early");
            // Longer than the media driver waits for a client that it does not hear.
            for (int i = 2; System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(12); i++) {
                desk.send("{\"type\":\"message\",\"id\":\"" + id(i) + "\",\"destination\":\"echo:echo\",\"responder\":\"r\"}");
                assertEquals(id(i), desk.awaitType("reply").get("id").asText());
            }
            assertTrue(readiness(server).startsWith("{\"status\":\"ready\",\"warnings\":[{\"reason\":\"clock-differs\""));
            assertTrue(server.err().contains("the wall clock leapt by "), server::err);
            assertFalse(server.err().contains("cut off from the media driver"), server::err);
            assertEquals(0, server.terminate().exit());
        }

        onlyLeap(data);
        assertEquals(2, export(data).lines().filter(line -> line.contains("\"kind\":\"registration\"")).count());
        Audit.assertVerifies(data);
    }

    @Test
    void shouldAskSessionsFirstAndServeThemRightAfterTheServerStoodStill() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir, "--heartbeat", "2000")) {
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            final JsonPeer idle = new JsonPeer(server.tcpPort());
            desk.register(DESK);
            idle.register(DESK.replace("desk", "idle"));

            standStill(server, 8);

            desk.send("{\"type\":\"message\",\"id\":\"" + id(1) + "\",\"destination\":\"idle:hold\",\"responder\":\"r\"}");
            assertEquals(id(1), idle.awaitType("message").get("id").asText());
            idle.send("{\"type\":\"reply\",\"id\":\"" + id(1) + "\"}");
            assertEquals(id(1), desk.awaitType("reply").get("id").asText());
            assertTrue(server.err().contains("stood still"), server::err);
            assertEquals(0, server.terminate().exit());
        }

        assertFalse(export(dir).contains("\"reason\":\"timeout\""), "a session was given up");
        Audit.assertVerifies(dir);
    }

    @Test
    void shouldKeepStreamsWhereTheServerStoodStill() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir);
            PatchbayProcess echo = PatchbayProcess.startJava(EchoMain.class, "127.0.0.1:" + server.tcpPort(), "echo")) {
            echo.awaitLine("registered");
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register(DESK);

            // Longer than Aeron waits for a driver, for a client, and for a client's own conductor.
            standStill(server, 13);

            desk.send("{\"type\":\"message\",\"id\":\"" + id(1) + "\",\"destination\":\"echo:echo\",\"responder\":\"r\"}");
            assertEquals(id(1), desk.awaitType("reply").get("id").asText());
            assertFalse(server.err().contains("cut off from the media driver"), server::err);
            assertEquals(0, server.terminate().exit());
        }

        assertEquals(2, export(dir).lines().filter(line -> line.contains("\"kind\":\"registration\"")).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "gateway"})
    void shouldGoOnAfterOneOfTwoProcessesStoodStill(final String stopped) throws Exception {
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", dir);
            PatchbayProcess engine = PatchbayProcess.role("engine", dir)) {
            final JsonPeer desk = new JsonPeer(gateway.tcpPort());
            final JsonPeer idle = new JsonPeer(gateway.tcpPort());
            desk.register(DESK);
            idle.register(DESK.replace("desk", "idle"));

            standStill(stopped.equals("engine") ? engine : gateway, 8);

            desk.send("{\"type\":\"message\",\"id\":\"" + id(1) + "\",\"destination\":\"idle:hold\",\"responder\":\"r\"}");

            assertEquals(id(1), idle.awaitType("message").get("id").asText());
            idle.send("{\"type\":\"reply\",\"id\":\"" + id(1) + "\"}");
            assertEquals(id(1), desk.awaitType("reply").get("id").asText());
        }
    }

    @Test
    void shouldRefuseAWallClockThatWasNeverSet() throws Exception {
        final FakeClock clock = clock();
        clock.set(1 - Instant.now().getEpochSecond());

        final Result result = PatchbayProcess.run(clock.environment(), "server", "--data", dir.resolve("data").toString(),
            "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");

        assertEquals(3, result.exit(), result::toString);
        assertTrue(result.err().startsWith("patchbay: the wall clock says 1970-01-01T00:"), result::toString);
        assertEquals(1, result.err().lines().count(), result::toString);
    }

    /** Returns a wall clock for processes. Skips the test where there is none. */
    private FakeClock clock() throws IOException {
        final FakeClock clock = FakeClock.find(dir.resolve("time"));
        if (clock == null) {
            System.err.println("SKIPPED: no libfaketime; install the package faketime to run the end-to-end tests of leaps");
        }
        assumeTrue(clock != null, "no libfaketime");
        return clock;
    }

    private static void ask(final JsonPeer desk, final int number) throws Exception {
        desk.send("{\"type\":\"message\",\"id\":\"" + id(number) + "\",\"destination\":\"desk:hold\",\"responder\":\"r\","
            + "\"timeoutMs\":" + TIMEOUT_MS + "}");
    }

    private static String id(final int number) {
        return String.format("8a6b1d6e-0000-4000-8000-%012d", number);
    }

    private static void standStill(final PatchbayProcess process, final int seconds) throws Exception {
        signal("STOP", process);
        TimeUnit.SECONDS.sleep(seconds);
        signal("CONT", process);
    }

    private static void signal(final String name, final PatchbayProcess process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
    }

    private static String readiness(final PatchbayProcess server) throws Exception {
        final HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.httpPort() + "/health/ready")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private static String export(final Path data) throws Exception {
        final Result exported = PatchbayProcess.run("replay", "export", "--data", data.toString());
        assertEquals(0, exported.exit(), exported::toString);
        return exported.out();
    }

    private static JsonNode onlyLeap(final Path data) throws Exception {
        final List<String> leaps = export(data).lines().filter(line -> line.contains("\"kind\":\"clock-leap\"")).toList();
        assertEquals(1, leaps.size(), leaps::toString);
        return JsonPeer.parse(leaps.get(0));
    }
}
