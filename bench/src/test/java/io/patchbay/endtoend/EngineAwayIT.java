package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops and kills an engine that is a process of its own. The gateway must notice, and both must report it by HTTP.
 */
@Timeout(180)
class EngineAwayIT {
    @TempDir
    private Path dir;

    @Test
    void shouldKnowThatTheEngineIsDeadOrHangsAndThatItIsBack() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", data, "--engine-wait", "500")) {
            awaitHealth(gateway, "\"reason\":\"engine-away\"");
            try (PatchbayProcess engine = PatchbayProcess.role("engine", data, "--http", "127.0.0.1:0")) {
                awaitHealth(gateway, "{\"status\":\"ready\"}");
                awaitHealth(engine, "{\"status\":\"ready\"}");

                engine.signal("STOP");
                awaitHealth(gateway, "\"reason\":\"engine-away\"");
                engine.signal("CONT");
                awaitHealth(gateway, "{\"status\":\"ready\"}");

                engine.kill9();
            }
            awaitHealth(gateway, "\"reason\":\"engine-away\"");
            final Result refused = PatchbayProcess.run("services", "--server", "127.0.0.1:" + gateway.tcpPort());
            assertEquals(3, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("engine"), refused::toString);

            try (PatchbayProcess successor = PatchbayProcess.role("engine", data)) {
                awaitHealth(gateway, "{\"status\":\"ready\"}");
                final Result services = PatchbayProcess.run("services", "--server", "127.0.0.1:" + gateway.tcpPort());
                assertEquals(0, services.exit(), services::toString);
                assertEquals(0, successor.terminate().exit());
            }
        }
    }

    private static void awaitHealth(final PatchbayProcess process, final String part) throws Exception {
        final AtomicReference<String> last = new AtomicReference<>("");
        Load.awaitTrue(() -> {
            last.set(process.readiness());
            return last.get().contains(part);
        }, () -> "health to say " + part + ", last " + last);
    }
}
