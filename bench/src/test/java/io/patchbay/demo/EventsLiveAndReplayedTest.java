package io.patchbay.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.bench.process.ServerProcess;
import io.patchbay.replay.cli.ReplayMain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Checks that every event that a JSON session receives from a real server is, byte for byte, the line that replay prints.
 */
@Timeout(120)
class EventsLiveAndReplayedTest {
    private static final int TIMEOUT_MS = 30_000;

    @TempDir
    private Path dir;

    @Test
    void shouldReplayEveryEventByteForByte() throws IOException {
        final List<String> live = new ArrayList<>();

        try (ServerProcess server = ServerProcess.start(dir.resolve("data"), dir.resolve("server.log"), List.of());
            Peer audience = new Peer(server.tcp())) {
            audience.register("audience", "[]", "[\"service-connect\",\"service-online\",\"service-disconnect\","
                + "\"service-offline\","
                + "\"broadcast-message\",\"unhandled-message\",\"rates:*\"]");
            try (Peer rates = new Peer(server.tcp()); Peer desk = new Peer(server.tcp())) {
                rates.register("rates", "[\"get\",\"put\"]", "[]");
                rates.say("{\"type\":\"emit\",\"event\":\"tick\",\"payload\":{\"a\" : 1.50,\"b\":\"\\u00e9\\ud800\u20ac\"}}");
                rates.say("{\"type\":\"broadcast\",\"id\":\"" + UUID.randomUUID() + "\",\"payload\":[1 , 2]}");
                rates.say("{\"type\":\"broadcast\"}");
                desk.register("desk", "[]", "[]");
                desk.say("{\"type\":\"message\",\"id\":\"" + UUID.randomUUID() + "\",\"destination\":\"nobody:get\"}");
                desk.say("{\"type\":\"message\",\"id\":\"" + UUID.randomUUID() + "\",\"destination\":\"rates@2:get\","
                    + "\"responder\":\"r\"}");
                desk.say("{\"type\":\"message\",\"id\":\"" + UUID.randomUUID() + "\",\"destination\":\"rates:get\","
                    + "\"responder\":\"r\",\"timeoutMs\":50}");
                desk.say("{\"type\":\"reply\",\"id\":\"" + UUID.randomUUID() + "\"}");
                desk.say("{\"type\":\"message\",\"id\":\"" + UUID.randomUUID() + "\",\"destination\":\"rates:get\","
                    + "\"responder\":\"r\"}");
                live.addAll(audience.eventsUntil("\"timeout\""));
            }
            live.addAll(audience.eventsUntil("service-offline"));
            live.addAll(audience.eventsUntil("instance-lost"));
            assertEquals(0, server.stop());
        }

        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int code = ReplayMain.run(out, new PrintStream(System.err, true, StandardCharsets.UTF_8), "events", "--data",
            dir.resolve("data").toString(), "--format", "json");
        assertEquals(0, code);
        assertEquals(String.join("\n", live), out.toString(StandardCharsets.UTF_8).strip());
        assertTrue(live.size() >= 12, live::toString);
    }

    /** A JSON session. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        private Peer(final String address) throws IOException {
            socket = new Socket(address.substring(0, address.indexOf(':')),
                Integer.parseInt(address.substring(address.indexOf(':') + 1)));
            socket.setSoTimeout(TIMEOUT_MS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        private void register(final String name, final String methods, final String listen) throws IOException {
            say("{\"type\":\"register\",\"name\":\"" + name + "\",\"version\":\"1.0.0\",\"methods\":" + methods + ",\"listen\":"
                + listen + "}");
            String line = in.readLine();
            while (!line.contains("\"registered\"")) {
                line = in.readLine();
            }
        }

        private void say(final String frame) throws IOException {
            socket.getOutputStream().write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Returns the events received up to the first line that contains a text, which is included. */
        private List<String> eventsUntil(final String part) throws IOException {
            final List<String> events = new ArrayList<>();
            String line = "";
            while (!line.contains(part)) {
                line = in.readLine();
                events.add(line);
            }
            return events;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
