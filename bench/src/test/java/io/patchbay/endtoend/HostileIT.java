package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;
import io.patchbay.protocol.Limits;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Sends garbage to a real server with a small heap, over TCP, WebSocket, HTTP, Aeron and UDP at once, while two well-behaved
 * clients are served. {@code -Dpatchbay.hostile=SECONDS} runs it longer.
 */
@Timeout(1_200)
class HostileIT {
    private static final int SECONDS = Integer.getInteger("patchbay.hostile", 5);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final long MAX_ANONYMOUS_KB = 512 * 1_024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DESTINATION = Pattern.compile(NAME + "(@[0-9][0-9A-Za-z.+-]*)?:" + NAME);

    @TempDir
    Path data;

    @Test
    void shouldGoOnAndRecordNothingMalformedWhateverItIsSent() throws Exception {
        System.out.println("HostileIT -Dpatchbay.seed=" + SEED + " -Dpatchbay.hostile=" + SECONDS);
        final Set<String> accepted = new HashSet<>();
        try (PatchbayProcess server = PatchbayProcess.start(Map.of("PATCHBAY_JAVA_OPTS", "-Xmx256m"), "server", "--data",
                data.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0")) {
            server.awaitReady();
            try (Load load = new Load(server.tcpPort(), server.tcpPort(), "wellbehaved", "goodcustomer")) {
                load.awaitReplies(100);

                attack(server);

                assertTrue(server.isAlive(), server::err);
                load.awaitReplies(load.replies() + 100);
                load.finish();
                assertEquals(List.of(), load.trouble(), "seed " + SEED);
                accepted.addAll(load.accepted());
                assertBounded(server);
            }
            final Result stopped = server.terminate();
            assertEquals(0, stopped.exit(), stopped::toString);
            assertFalse(stopped.err().contains("\tat "), () -> "a stack trace, seed " + SEED + "\n" + stopped.err());
        }
        Audit.assertVerifies(data);
        Audit.of(data).assertEndedOnce(accepted);
        assertWellFormed(accepted);
    }

    private static void attack(final PatchbayProcess server) throws Exception {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        final HostileSockets tcp = new HostileSockets(new Random(SEED));
        final HostileSockets http = new HostileSockets(new Random(SEED + 1));
        final HostileSockets udp = new HostileSockets(new Random(SEED + 2));
        final HostileAeron aeron = new HostileAeron(new Random(SEED + 3), server.tcpPort());
        final List<Callable<Void>> attacks = List.of(
            until(endNs, () -> tcp.tcp(server.tcpPort())),
            until(endNs, () -> {
                http.http(server.httpPort());
                http.webSocket(server.httpPort());
            }),
            until(endNs, aeron::run),
            () -> {
                try (JsonPeer peer = new JsonPeer(server.tcpPort())) {
                    final String channel = peer.register("{\"type\":\"register\",\"name\":\"evil\",\"version\":\"1.0.0\","
                        + "\"aeron\":{\"media\":\"udp\",\"endpoint\":\"127.0.0.1:9\"}}").at("/aeron/ingress/channel").asText();
                    final int port = Integer.parseInt(channel.replaceAll(".*endpoint=[^:|]*:([0-9]+).*", "$1"));
                    return until(endNs, () -> udp.udp(port)).call();
                }
            });
        final ExecutorService threads = Executors.newFixedThreadPool(attacks.size());
        try {
            for (final Future<Void> attack : threads.invokeAll(attacks)) {
                attack.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("frames sent: tcp " + tcp.sent() + ", http and websocket " + http.sent() + ", aeron " + aeron.sent()
            + ", udp " + udp.sent());
    }

    /** An attack, which may throw. */
    private interface Attack {
        void run() throws Exception;
    }

    private static Callable<Void> until(final long endNs, final Attack attack) {
        return () -> {
            while (System.nanoTime() - endNs < 0) {
                attack.run();
            }
            return null;
        };
    }

    private static void assertBounded(final PatchbayProcess server) throws IOException {
        final String anonymous = Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
            .filter(line -> line.startsWith("RssAnon:")).findFirst().orElse("RssAnon: 0 kB");
        System.out.println(anonymous);
        assertTrue(Long.parseLong(anonymous.replaceAll("[^0-9]", "")) < MAX_ANONYMOUS_KB, anonymous);
    }

    /** Checks each record of the export. Of the well-behaved clients' messages it must have the accepted ones, and no others. */
    private void assertWellFormed(final Set<String> accepted) throws Exception {
        final Set<String> good = new HashSet<>();
        final List<String> malformed = new ArrayList<>();
        final AtomicInteger records = new AtomicInteger();
        Audit.forEach(record -> {
            records.incrementAndGet();
            if (!isWellFormed(record)) {
                malformed.add(record.toString());
            }
            if (record.get("kind").asText().equals("message") && record.get("destination").asText().equals("wellbehaved:quote")) {
                assertTrue(good.add(record.get("id").asText()), record::toString);
            }
        }, "export", data);
        System.out.println("records " + records + ", of which well-behaved messages " + good.size());
        assertEquals(List.of(), malformed, "seed " + SEED);
        assertEquals(accepted, good, "seed " + SEED);
    }

    private static boolean isWellFormed(final JsonNode record) {
        return switch (record.get("kind").asText()) {
            case "message" -> isText(UUID, record, "id") && isText(DESTINATION, record, "destination")
                && (!record.has("responder") || isText(NAME, record, "responder"))
                && record.path("timeoutMs").asInt() <= Limits.MAX_TIMEOUT_MS && record.has("payload");
            case "reply" -> isText(UUID, record, "id") && (record.has("payload") || record.has("error"));
            case "broadcast" -> (!record.has("id") || isText(UUID, record, "id")) && record.has("payload");
            case "emit" -> isText(NAME, record, "event") && record.has("payload");
            case "registration" -> isText(NAME, record, "name")
                && record.path("version").asText().matches("[0-9]+\\.[0-9]+\\..+");
            case "status" -> isText(UUID, record, "id");
            default -> true;
        };
    }

    private static boolean isText(final Pattern pattern, final JsonNode record, final String field) {
        return record.path(field).isTextual() && pattern.matcher(record.get(field).asText()).matches();
    }
}
