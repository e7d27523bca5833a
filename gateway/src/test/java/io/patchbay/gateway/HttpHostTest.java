package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.http.RefusalLog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests which hosts a request may name and which origins are allowed. The rules are the same on every path.
 */
@Timeout(60)
class HttpHostTest {
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private TestGateway gateway;
    private String port;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(new GatewayContext().allowedHosts(List.of("Shop.Example", "alone"))
            .allowedOrigins(List.of("https://page.example")));
        port = ":" + gateway.agent.httpAddress().getPort();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Returns the status of the answer to a request with these header lines, each of which ends with CR LF. */
    private String status(final String target, final String headers) throws Exception {
        return statusOf("GET " + target + " HTTP/1.1\r\n" + headers + (target.endsWith("/ws") ? UPGRADE : "") + "\r\n");
    }

    private String statusOf(final String request) throws Exception {
        try (TcpClient client = new TcpClient(gateway.agent.httpAddress())) {
            client.out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            final StringBuilder line = new StringBuilder();
            for (int c = client.in.read(); c >= 0 && c != '\r'; c = client.in.read()) {
                line.append((char)c);
            }
            return line.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
        }
    }

    private void assertOnEveryPath(final String status, final String headers) throws Exception {
        for (final String path : List.of("/ws", "/health/live", "/health/ready", "/", "/metrics")) {
            final String expected = !status.equals("200") ? status : switch (path) {
                case "/ws" -> "101";
                case "/", "/metrics" -> "404";
                default -> "200";
            };
            assertEquals(expected, status(path, headers), () -> path + " with " + headers);
        }
    }

    @Test
    void shouldTakeLoopbackNamesAddressesAndAllowedNames() throws Exception {
        for (final String host : List.of("localhost", "LOCALHOST", "localhost.", "app.localhost", "127.0.0.1", "127.0.0.9",
            "[::1]", "[0:0:0:0:0:0:0:1]", "192.168.1.7", "[fe80::1]", "shop.example", "SHOP.EXAMPLE.", "alone")) {
            assertOnEveryPath("200", "Host: " + host + port + "\r\n");
            assertOnEveryPath("200", "host:" + host + "\r\n");
        }
    }

    @Test
    void shouldRefuseOtherNamesOnEveryPath() throws Exception {
        for (final String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evillocalhost",
            "evil.shop.example", "shop.example.evil", "shop", "0x7f.0.0.1", "2130706433", "127.1", "256.0.0.1")) {
            assertOnEveryPath("403", "Host: " + host + port + "\r\n");
            assertOnEveryPath("403", "Host: " + host + port + "\r\nOrigin: http://" + host + port + "\r\n");
        }
    }

    @Test
    void shouldRefuseAMissingADoubledAndAMalformedHost() throws Exception {
        assertOnEveryPath("400", "");
        assertOnEveryPath("400", "Host: localhost\r\nHost: localhost\r\n");
        assertOnEveryPath("400", "Host: localhost\r\nhost: evil.example\r\n");
        for (final String host : List.of("", ".", "localhost..", ".localhost", "a@localhost", "evil.example:x@localhost",
            "localhost:80:80", "localhost:65536", "localhost:-1", "localhost,evil.example", "localhost evil", "::1", "[::1",
            "[evil]", "[127.0.0.1]", "localhost/", "http://localhost", "-a", "\u00e9")) {
            assertOnEveryPath("400", "Host: " + host + "\r\n");
        }
        assertEquals("400", statusOf("GET /health/live HTTP/1.0\r\n\r\n"));
        assertEquals("200", statusOf("GET /health/live HTTP/1.0\r\nHost: localhost:\r\n\r\n"));
    }

    @Test
    void shouldJudgeTheHostOfAnAbsoluteTarget() throws Exception {
        final String host = "Host: localhost\r\n";
        assertEquals("200", status("http://localhost/health/live", host));
        assertEquals("200", status("HTTP://127.0.0.1" + port + "/health/live?a=b", host));
        assertEquals("101", status("http://shop.example/ws", host));
        assertEquals("403", status("http://evil.example/health/live", host));
        assertEquals("403", status("http://evil.example/ws", host));
        assertEquals("403", status("http://localhost/health/live", "Host: evil.example\r\n"));
        assertEquals("403", status("http://evil.example?/health/live", host));
        assertEquals("404", status("http://localhost", host));
        for (final String target : List.of("http:///health/live", "http://a@localhost/health/live", "https://localhost/ws",
            "ftp://localhost/", "localhost:80", "health/live")) {
            assertEquals("400", status(target, host), target);
        }
    }

    @Test
    void shouldTakeOneAllowedOriginOnEveryPath() throws Exception {
        final String host = "Host: localhost" + port + "\r\n";
        assertOnEveryPath("200", host + "Origin: http://localhost" + port + "\r\n");
        assertOnEveryPath("200", host + "Origin: HTTPS://Page.Example\r\n");
        for (final String origin : List.of("http://evil.example", "http://localhost", "null", "", "http://localhost" + port + "1",
            "http://127.0.0.1" + port, "http://evil@localhost" + port + ".evil.example")) {
            assertOnEveryPath("403", host + "Origin: " + origin + "\r\n");
        }
        assertOnEveryPath("403", host + "Origin: http://localhost" + port + "\r\nOrigin: http://evil.example\r\n");
        assertOnEveryPath("403", host + "Origin: http://localhost" + port + "\r\norigin: http://localhost" + port + "\r\n");
    }

    @Test
    void shouldAllowOnlyNamesOfHosts() {
        for (final String name : List.of("", "a:80", "http://a", "*", "*.example", "a b", "[::1]")) {
            final GatewayContext context = new GatewayContext().inputs(gateway.engine).allowedHosts(List.of(name));
            assertTrue(assertThrows(ConfigurationException.class, context::conclude).getMessage().startsWith("--allow-host"));
        }
    }

    @Test
    void shouldLogFewRefusalsAndCountTheRest() throws Exception {
        final List<String> lines = new ArrayList<>();
        final RefusalLog log = new RefusalLog(lines::add);
        final InetAddress one = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < 100; i++) {
            log.refused(one, "403: Host [evil\u001b[2J\n.example]", 1_000 + i);
        }
        final int others = 1_000;
        for (int i = 0; i < others; i++) {
            log.refused(InetAddress.getByAddress(new byte[] {10, 0, (byte)(i >> 8), (byte)i}), "403", 2_000);
        }
        assertEquals(RefusalLog.LINES, lines.size());
        assertEquals("refused an HTTP request of 192.0.2.1 with 403: Host [evil?[2J?.example]", lines.get(0));
        assertEquals("refused an HTTP request of 10.0.0.0 with 403 (and 96 more that were not logged)", lines.get(4));

        log.refused(one, "x".repeat(5_000), 1_000 + RefusalLog.PERIOD_MS);

        final String last = lines.get(RefusalLog.LINES);
        final int unwritten = others + RefusalLog.LINES_PER_ADDRESS - RefusalLog.LINES;
        assertTrue(last.endsWith("... (and " + unwritten + " more that were not logged)"), last);
        assertTrue(last.length() < 600, last);
    }
}
