package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the commands that a person types against a running server, with and without authorization.
 */
@Timeout(180)
class TerminalIT {
    private static final String ECHO =
        "{\"type\":\"register\",\"name\":\"echo\",\"version\":\"1.0.0\",\"methods\":[\"say\",\"fail\",\"sleep\"]}";

    @TempDir
    Path dir;

    @Test
    void shouldCallListListenAndBroadcast() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir);
            PatchbayProcess listening = PatchbayProcess.start("listen", "--server", server.ready("tcp"))) {
            final JsonPeer service = new JsonPeer(server.tcpPort());
            Load.awaitTrue(() -> clients(server) > 0, "the listener");
            service.register(ECHO);
            final PatchbayProcess call =
                PatchbayProcess.start("call", "echo:say", "{\"a\": 1.50}", "--server", server.ready("tcp"));
            final JsonNode message = service.awaitType("message");
            service.send("{\"type\":\"reply\",\"id\":\"" + message.get("id").asText() + "\",\"payload\":{\"b\": 2.50}}");
            final Result called = call.await();
            assertEquals(0, called.exit(), called::toString);
            assertEquals("{\"b\": 2.50}", called.out().trim());

            final PatchbayProcess failing = PatchbayProcess.start("call", "echo:fail", "1", "--server", server.ready("tcp"));
            service.send("{\"type\":\"reply\",\"id\":\"" + service.awaitType("message").get("id").asText()
                + "\",\"error\":{\"code\":\"no-luck\",\"message\":\"not today\"}}");
            final Result failed = failing.await();
            assertEquals(1, failed.exit(), failed::toString);
            assertTrue(failed.err().contains("no-luck") && failed.err().contains("not today"), failed::toString);

            final Result unhandled = PatchbayProcess.run("call", "nobody:say", "1", "--server", server.ready("tcp"));
            assertEquals(1, unhandled.exit(), unhandled::toString);
            assertTrue(unhandled.err().contains("no-service"), unhandled::toString);

            final Result services = PatchbayProcess.run("services", "--server", server.ready("tcp"));
            assertEquals(0, services.exit(), services::toString);
            assertTrue(services.out().contains("\"echo\"") && services.out().contains("\"instance\""), services::toString);

            final Result broadcast = PatchbayProcess.run("broadcast", "{\"x\":[1]}", "--server", server.ready("tcp"));
            assertEquals(0, broadcast.exit(), broadcast::toString);
            assertEquals("{\"x\":[1]}", service.awaitEvent("broadcast-message").get("payload").toString());

            assertTrue(JsonPeer.parse(listening.awaitLine("{")).get("event").asText().startsWith("service-"));
            assertEquals(2, PatchbayProcess.run("call", "echo:say", "{", "--server", server.ready("tcp")).exit());
            assertEquals(0, server.terminate().exit());
        }
        assertEquals(3, PatchbayProcess.run("services", "--server", "127.0.0.1:1").exit());
    }

    @Test
    void shouldLetOnlyThoseInWhoMay() throws Exception {
        final Result pricing = PatchbayProcess.run("token", "pricing-team", "--register", "echo", "--emit", "tick");
        final Result desk = PatchbayProcess.run("token", "desk", "--register", "terminal",
            "--call", "echo:say", "--listen", "service-*");
        assertEquals(0, pricing.exit(), pricing::toString);
        final String pricingToken = tokenOf(pricing);
        final String deskToken = tokenOf(desk);
        final Path auth = Files.write(dir.resolve("auth"), List.of(lineOf(pricing), lineOf(desk)));
        final Path data = dir.resolve("data");
        try (PatchbayProcess server = PatchbayProcess.server(data, "--auth", auth.toString())) {
            final JsonPeer stranger = new JsonPeer(server.tcpPort());
            stranger.send("{\"type\":\"authorize\",\"token\":\"guess-guess-guess\"}");
            assertEquals("unauthorized", stranger.awaitType("error").get("code").asText());
            final JsonPeer service = new JsonPeer(server.tcpPort());
            service.send("{\"type\":\"authorize\",\"token\":\"" + pricingToken + "\"}");
            assertEquals("pricing-team", service.awaitEvent("authorized").get("principal").asText());
            service.register(ECHO);
            final Path tokenFile = Files.writeString(dir.resolve("token"), deskToken + "\n");

            final PatchbayProcess call = PatchbayProcess.start("call", "echo:say", "7", "--server", server.ready("tcp"),
                "--token-file", tokenFile.toString());
            service.send("{\"type\":\"reply\",\"id\":\"" + service.awaitType("message").get("id").asText() + "\",\"payload\":8}");
            final Result called = call.await();
            final Result forbidden = PatchbayProcess.run("call", "echo:fail", "7", "--server", server.ready("tcp"),
                "--token-file", tokenFile.toString());

            assertEquals("8", called.out().trim(), called::toString);
            assertEquals(1, forbidden.exit(), forbidden::toString);
            assertTrue(forbidden.err().contains("forbidden"), forbidden::toString);
            assertEquals(0, server.terminate().exit());
            assertFalse(server.err().contains(deskToken) || server.err().contains("guess-guess"), "a token in the log");
        }
        final Result export = PatchbayProcess.run("replay", "export", "--data", data.toString());
        assertTrue(export.out().contains("\"refused\""), export::toString);
        assertFalse(export.out().contains(deskToken) || export.out().contains("guess-guess"), "a token in the journal");
    }

    private static int clients(final PatchbayProcess server) {
        try {
            return Audit.state(Path.of(server.ready("data"))).get("consumers").size();
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String tokenOf(final Result token) {
        return token.lines().stream().filter(line -> !line.contains("{")).findFirst().orElseThrow()
            .replaceFirst("^.*[: ]", "").trim();
    }

    private static String lineOf(final Result token) {
        return token.lines().stream().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    }
}
