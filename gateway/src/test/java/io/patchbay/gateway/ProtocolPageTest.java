package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.Grants;
import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Sends every client frame of PROTOCOL.md to real servers, in the order of the page, and checks that the answers match.
 */
@Timeout(60)
class ProtocolPageTest {
    private static final Pattern RESTART = Pattern.compile("```restart (\\w+)");
    private static final Pattern FENCE = Pattern.compile("```json (client|server) (\\w+)(?:@(\\w+))?");

    @TempDir
    private Path dir;

    @Test
    void shouldBeTrueOverTcp() throws Exception {
        shouldBeTrue(false);
    }

    @Test
    void shouldBeTrueOverWebSocket() throws Exception {
        shouldBeTrue(true);
    }

    private void shouldBeTrue(final boolean isWebSocket) throws Exception {
        final SecureRandom random = new SecureRandom();
        final String token = AuthFile.newToken("shop", random);
        final Path auth = Files.writeString(dir.resolve("auth"), AuthFile.toLine(token,
            new Grants(List.of("shop"), List.of(), List.of(), List.of(), false), random));
        try (TestServer open = new TestServer(dir.resolve("open"), new GatewayContext(), host -> { });
            TestServer secured = new TestServer(dir.resolve("auth-data"), new GatewayContext().authFile(auth), host -> { });
            TestServer quick = new TestServer(dir.resolve("quick"), new GatewayContext().heartbeatMs(1_000), host -> { })) {
            final Conversation conversation =
                new Conversation(Map.of("open", open, "auth", secured, "quick", quick), this::startAgain, isWebSocket, token);
            try {
                conversation.run(Files.readAllLines(Path.of("PROTOCOL.md")));
            } finally {
                conversation.close();
            }
        }
    }

    /** Starts the server that the page restarts. */
    private TestServer startAgain() {
        return new TestServer(dir.resolve("again"), new GatewayContext(), host -> { });
    }

    private static final class Conversation {
        private final Map<String, TestServer> servers;
        private final Supplier<TestServer> starter;
        private final boolean isWebSocket;
        private final String token;
        private final Map<String, TestClient> clients = new HashMap<>();
        private final Set<String> sent = new HashSet<>();
        private final Set<String> received = new HashSet<>();

        Conversation(final Map<String, TestServer> servers, final Supplier<TestServer> starter, final boolean isWebSocket,
            final String token) {
            this.servers = new HashMap<>(servers);
            this.starter = starter;
            this.servers.put("again", starter.get());
            this.isWebSocket = isWebSocket;
            this.token = token;
        }

        void run(final List<String> page) throws Exception {
            String side = null;
            TestClient client = null;
            for (int i = 0; i < page.size(); i++) {
                final String line = page.get(i);
                final var fence = FENCE.matcher(line);
                final var restart = RESTART.matcher(line);
                if (restart.matches()) {
                    servers.get(restart.group(1)).close();
                    servers.put(restart.group(1), starter.get());
                    side = null;
                } else if (fence.matches()) {
                    side = fence.group(1);
                    client = client(fence.group(2), fence.group(3) == null ? "open" : fence.group(3),
                        page.get(i + 1).contains("\"event\":\"connect\""));
                } else if (line.startsWith("```")) {
                    side = null;
                } else if ("client".equals(side)) {
                    client.write(line.replace("TOKEN", token).getBytes(StandardCharsets.UTF_8));
                    note(sent, line);
                } else if ("server".equals(side)) {
                    expect(client, line, i + 1);
                    note(received, line);
                }
            }
            assertEquals(Set.of("authorize", "register", "message", "reply", "broadcast", "emit", "services", "status",
                "unregister", "ping", "pong"), sent);
            assertTrue(received.containsAll(Set.of("connect", "authorized", "registered", "service-connect", "service-online",
                "service-disconnect", "service-offline", "broadcast-message", "unhandled-message", "disconnect", "pricing:tick",
                "accepted", "message", "reply", "services", "status", "error", "ping", "pong")), received::toString);
        }

        private TestClient client(final String name, final String server, final boolean isConnectShown) throws Exception {
            TestClient client = clients.get(name);
            if (client == null) {
                final InetSocketAddress address = isWebSocket ? servers.get(server).gateway.httpAddress()
                    : servers.get(server).gateway.tcpAddress();
                client = isWebSocket ? WebSocketClient.connect(address) : new TcpClient(address);
                clients.put(name, client);
                if (!isConnectShown) {
                    client.readUntil("connect");
                }
            }
            return client;
        }

        private static void expect(final TestClient client, final String promised, final int lineNumber) throws Exception {
            final String text = client.readText();
            final String regex = "\\Q" + promised.replace("…", "\\E[^\"]*\\Q") + "\\E";
            assertNotNull(text, () -> "PROTOCOL.md:" + lineNumber + " the connection ended");
            assertTrue(text.matches(regex), () -> "PROTOCOL.md:" + lineNumber + "\npromised " + promised + "\nreceived " + text);
        }

        private static void note(final Set<String> kinds, final String line) {
            if (line.endsWith("}") && line.startsWith("{\"type\"") && !line.contains("shout")) {
                // A number that may be any has no quotes on the page.
                kinds.add(TestClient.kind(Json.object(line.replace(":…", ":0"))));
            }
        }

        void close() throws Exception {
            for (final TestClient client : clients.values()) {
                client.close();
            }
            servers.get("again").close();
        }
    }
}
