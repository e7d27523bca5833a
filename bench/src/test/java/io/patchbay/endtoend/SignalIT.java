package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Sends signals to running processes, and checks how they end.
 */
@Timeout(180)
class SignalIT {
    @TempDir
    Path dir;

    private static void awaitLog(final PatchbayProcess process, final String text, final int times) throws Exception {
        RawPeer.await(() -> process.err().split(text, -1).length > times, () -> times + " times " + text + " in the log:\n"
            + process.err());
    }

    @Test
    void shouldIgnoreHangUpsAndSayWhyItStops() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir)) {
            assumeNotIgnored(server, "HUP", 1);
            assumeNotIgnored(server, "INT", 2);
            server.signal("HUP");
            awaitLog(server, "SIGHUP is ignored", 1);
            server.signal("HUP");
            awaitLog(server, "SIGHUP is ignored", 2);
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\"}");

            server.signal("INT");
            final Result result = server.await();

            assertEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains("stopping: SIGINT"), result::toString);
            assertFalse(result.err().contains("\tat "), result::toString);
        }
        Audit.assertVerifies(dir);
    }

    @Test
    void shouldIgnoreHangUpsInEachPart() throws Exception {
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", dir);
            PatchbayProcess engine = PatchbayProcess.role("engine", dir)) {
            assumeNotIgnored(gateway, "HUP", 1);
            for (final PatchbayProcess process : new PatchbayProcess[] {gateway, engine}) {
                process.signal("HUP");
                awaitLog(process, "SIGHUP is ignored", 1);
                assertTrue(process.isAlive());
            }

            final Result ofGateway = gateway.terminate();
            final Result ofEngine = engine.terminate();

            assertEquals(0, ofGateway.exit(), ofGateway::toString);
            assertEquals(0, ofEngine.exit(), ofEngine::toString);
            assertTrue(ofGateway.err().contains("stopping: SIGTERM"), ofGateway::toString);
            assertTrue(ofEngine.err().contains("stopping: SIGTERM"), ofEngine::toString);
        }
    }

    @Test
    void shouldEndTheDrainAtASecondSignal() throws Exception {
        final String drain = Long.toString(TimeUnit.MINUTES.toMillis(10));
        try (PatchbayProcess server = PatchbayProcess.server(dir, "--drain", drain)) {
            assumeNotIgnored(server, "INT", 2);
            final JsonPeer pricing = new JsonPeer(server.tcpPort());
            pricing.register("{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.0.0\",\"methods\":[\"quote\"]}");
            final JsonPeer desk = new JsonPeer(server.tcpPort());
            desk.register("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\"}");
            desk.send("{\"type\":\"message\",\"id\":\"8a6b1d6e-0000-4000-8000-000000000001\",\"destination\":\"pricing:quote\","
                + "\"responder\":\"r\",\"timeoutMs\":3600000}");
            pricing.awaitType("message");
            server.signal("TERM");
            awaitLog(server, "draining", 1);
            assertTrue(server.isAlive());

            server.signal("INT");
            final Result result = server.await();

            assertEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains("a second signal, SIGINT: the drain ends now"), result::toString);
            assertEquals("shutting-down", desk.awaitEvent("disconnect").get("reason").asText());
        }
        Audit.assertVerifies(dir);
    }

    @Test
    void shouldStopInOrderBeforeItIsReady() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.start("server", "--data", dir.toString(), "--tcp", "127.0.0.1:0", "--http",
            "127.0.0.1:0")) {
            awaitLog(server, "\n", 1);
            server.signal("HUP");
            server.signal("TERM");

            final Result result = server.await();

            assertEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains("stopping: SIGTERM"), result::toString);
        }
    }

    /** Aborts a test where a signal is ignored from the start, as under nohup: a JVM never hears of it then. */
    private static void assumeNotIgnored(final PatchbayProcess process, final String name, final int number) throws IOException {
        final String ignored = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0").split("\\s+")[1];
        Assumptions.assumeTrue((Long.parseUnsignedLong(ignored, 16) >> number - 1 & 1) == 0,
            "SIG" + name + " is ignored by whoever started this test: it is not tested");
    }
}
