package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.Grants;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;

import com.sun.management.UnixOperatingSystemMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs one bad client after the other against a server with a small heap and little direct memory. Well-behaved clients must be
 * served meanwhile, the bad one must be refused or disconnected, and memory must stay within its bounds.
 * {@code -Dpatchbay.overload=N} runs it longer, with more clients.
 */
@Timeout(900)
class OverloadIT {
    private static final int SCALE = Integer.getInteger("patchbay.overload", 1);
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(2) * SCALE;
    private static final int OPEN_LIMIT = 65_536;
    /** The server's default limit of unregistered connections from one address. */
    private static final int NEWCOMERS = 1_024;
    private static final int MIB = 1 << 20;
    /** Bound of the heap, 256 MiB, direct memory, 128 MiB, and the JVM's code, classes, threads and collector's tables. */
    private static final long MAX_ANONYMOUS_BYTES = 640L * MIB;
    private static final Map<String, String> SMALL =
        Map.of("PATCHBAY_JAVA_OPTS", "-Xmx256m -XX:MaxDirectMemorySize=128m -XX:+ExitOnOutOfMemoryError");

    @TempDir
    Path dir;

    private String good;
    private String bad;
    private PatchbayProcess server;
    private Bystander bystander;

    private interface Harm {
        void run() throws Exception;
    }

    @Test
    void shouldServeOthersWhateverOneDoes() throws Exception {
        final Path data = dir.resolve("data");
        server = PatchbayProcess.start(SMALL, "server", "--data", data.toString(), "--tcp", "127.0.0.1:0", "--http",
            "127.0.0.1:0", "--auth", authFile().toString(), "--min-free", "0");
        try {
            server.awaitReady();
            bystander = new Bystander(server.tcpPort(), authorize(good));
            bystander.assertServed();
            Thread.sleep(1_000);
            System.out.println("before everything:            " + bystander.phase());

            during("a flood of messages", this::floodAService);
            during("a flood to nobody", () -> flood("nobody:there", "\"responder\":\"r\","));
            during("a broadcast storm", this::storm);
            during("a TCP service that stops", this::stopReadingByTcp);
            during("an Aeron service that stops", this::stopReadingByAeron);
            during("half-open and dripping", this::drip);
            for (final DeafFlood flood : DeafFlood.all(authorize(good))) {
                during(flood.name(), () -> flood.run(server));
            }
            during("loss of one with 65,536 open", this::loseOneWithAllItsRequests);
            during("10,000 idle sessions", this::idle);

            bystander.leave();
            assertTrue(server.isAlive(), server::err);
            final DeafFlood last = DeafFlood.all(authorize(good)).get(0);
            last.runDuring(server, () -> assertEquals(0, server.terminate().exit(), server::err));
        } finally {
            server.close();
        }
        Audit.assertVerifies(data);
    }

    private void during(final String what, final Harm harm) throws Exception {
        bystander.assertServed();
        Thread.sleep(300);
        final String before = bystander.phase();
        harm.run();
        bystander.assertServed();
        System.out.printf("%-28s during %s%n%-28s before %s; anonymous memory %d MiB%n", what, bystander.phase(), "", before,
            anonymousBytes() / MIB);
        assertTrue(server.isAlive(), server::err);
        assertTrue(anonymousBytes() < MAX_ANONYMOUS_BYTES, () -> "the server's memory is above its bound: " + memory());
    }

    /** Writes an auth file with a principal that has no rate limit, and one that has. */
    private Path authFile() throws IOException {
        final SecureRandom random = new SecureRandom();
        final Grants all = new Grants(List.of("*"), List.of("*"), List.of("*"), List.of("*"), true);
        good = AuthFile.newToken("good", random);
        bad = AuthFile.newToken("bad", random);
        final String line = AuthFile.toLine(bad, all, random);
        return Files.writeString(dir.resolve("auth"), AuthFile.toLine(good, all, random) + "\n"
            + line.substring(0, line.length() - 1) + ",\"rateLimit\":\"2000:4000\"}\n");
    }

    private static String authorize(final String token) {
        return "{\"type\":\"authorize\",\"token\":\"" + token + "\"}\n";
    }

    private void floodAService() throws Exception {
        try (RawPeer busy = new RawPeer(server.tcpPort(), "registered", "\"type\":\"message\"")) {
            busy.send(authorize(good)
                + "{\"type\":\"register\",\"name\":\"busy\",\"version\":\"1.0.0\",\"methods\":[\"work\"],\"listen\":[]}\n");
            busy.await("registered", 1);
            flood("busy:work", "");
            assertTrue(busy.count("\"type\":\"message\"") > 0);
        }
    }

    private void flood(final String destination, final String responder) throws Exception {
        final long end = System.nanoTime() + FLOOD_NS;
        try (RawPeer peer = new RawPeer(server.tcpPort(), "overloaded", "registered")) {
            register(peer, bad, "flooder", "");
            long sent = 0;
            while (System.nanoTime() < end || peer.count("overloaded") == 0) {
                if (!peer.sendQuietly(messages(destination, 100, responder, "1"))) {
                    // The peer was disconnected as a slow consumer, which is fine too.
                    return;
                }
                sent += 100;
            }
            final long all = sent;
            assertTrue(peer.count("overloaded") > 0, () -> "none refused of " + all);
        }
    }

    private void storm() throws Exception {
        final List<RawPeer> listeners = new ArrayList<>();
        try (RawPeer peer = new RawPeer(server.tcpPort(), "overloaded", "registered")) {
            for (int i = 0; i < 50; i++) {
                final RawPeer listener = new RawPeer(server.tcpPort(), "registered", "broadcast-message");
                listeners.add(listener);
                register(listener, good, "crowd", "\"broadcast-message\"");
            }
            register(peer, bad, "stormy", "");
            final String broadcasts = "{\"type\":\"broadcast\",\"payload\":\"storm\"}\n".repeat(100);
            final long end = System.nanoTime() + FLOOD_NS;
            while ((System.nanoTime() < end || peer.count("overloaded") == 0) && peer.sendQuietly(broadcasts)) {
                Thread.onSpinWait();
            }
            assertTrue(listeners.get(0).count("broadcast-message") > 0);
        } finally {
            for (final RawPeer listener : listeners) {
                listener.close();
            }
        }
    }

    private void stopReadingByTcp() throws Exception {
        try (RawPeer deaf = new RawPeer(server.tcpPort());
            RawPeer asker = new RawPeer(server.tcpPort(), "registered", "slow-consumer")) {
            deaf.send(authorize(good)
                + "{\"type\":\"register\",\"name\":\"deaf\",\"version\":\"1.0.0\",\"methods\":[\"hear\"],\"listen\":[]}\n");
            register(asker, good, "talker", "");
            awaitService("deaf");

            sendUntil(asker, "deaf:hear", "slow-consumer");
        }
    }

    private void stopReadingByAeron() throws Exception {
        final CountDownLatch isOver = new CountDownLatch(1);
        final Service stuck = Service.named("stuck").method("take", request -> {
            isOver.await(30, TimeUnit.SECONDS);
            return "1";
        });
        try (RawPeer asker = new RawPeer(server.tcpPort(), "registered", "slow-consumer")) {
            final Client client = Client.serving(stuck).server("127.0.0.1:" + server.tcpPort()).token(good).aeronIpc()
                .connect();
            try {
                register(asker, good, "talker", "");
                awaitService("stuck");

                sendUntil(asker, "stuck:take", "slow-consumer");
            } finally {
                isOver.countDown();
                client.close();
            }
        }
    }

    private void sendUntil(final RawPeer asker, final String destination, final String word) throws Exception {
        final String payload = "\"" + "z".repeat(30_000) + "\"";
        for (int i = 0; i < 4_000 && asker.count(word) == 0; i++) {
            asker.send(messages(destination, 1, "\"responder\":\"r\",", payload));
        }
        asker.await(word, 1);
    }

    private void drip() throws Exception {
        final int sockets = 2_000;
        final String part = "{\"type\":\"register\",\"name\":\"" + "d".repeat(60_000);
        final List<RawPeer> dripping = new ArrayList<>();
        try {
            for (int i = 0; i < sockets; i++) {
                final RawPeer peer = new RawPeer(i % 4 == 0 ? server.httpPort() : server.tcpPort(), "overloaded");
                dripping.add(peer);
                if (i % 2 == 0) {
                    peer.sendQuietly(i % 4 == 0 ? "GET /health/live HTTP/1.1\r\nHost: " : part);
                }
            }
            bystander.assertServed();
            for (int round = 0; round < 5 * SCALE; round++) {
                for (int i = 0; i < sockets; i += 2) {
                    dripping.get(i).sendQuietly("d");
                }
            }
            RawPeer.await(() -> dripping.stream().filter(RawPeer::isEnded).count() >= sockets - NEWCOMERS,
                () -> "connections closed until no more than " + NEWCOMERS + " are left");
            assertTrue(dripping.stream().anyMatch(peer -> peer.count("overloaded") > 0));
        } finally {
            for (final RawPeer peer : dripping) {
                peer.close();
            }
        }
    }

    /**
     * Loses an instance with as many open requests as one may have. Two ask for half of them each: all ends are a burst of 20 MB,
     * more than the window of one connection holds while its reader waits for a processor.
     */
    private void loseOneWithAllItsRequests() throws Exception {
        try (RawPeer first = new RawPeer(server.tcpPort(), "registered", "instance-lost", "overloaded");
            RawPeer second = new RawPeer(server.tcpPort(), "registered", "instance-lost", "overloaded")) {
            final RawPeer hoard = new RawPeer(server.tcpPort(), "registered", "\"type\":\"message\"");
            hoard.send(authorize(good)
                + "{\"type\":\"register\",\"name\":\"hoard\",\"version\":\"1.0.0\",\"methods\":[\"keep\"],\"listen\":[]}\n");
            hoard.await("registered", 1);
            for (final RawPeer asker : List.of(first, second)) {
                register(asker, good, "owner", "");
                for (int i = 0; i < OPEN_LIMIT / 2; i += 64) {
                    asker.send(messages("hoard:keep", 64, "\"responder\":\"r\",", "1"));
                }
            }
            hoard.await("\"type\":\"message\"", OPEN_LIMIT);
            assertEquals(0, first.count("overloaded") + second.count("overloaded"));
            System.out.println("  " + OPEN_LIMIT + " open:                 " + bystander.phase());

            hoard.close();

            first.await("instance-lost", OPEN_LIMIT / 2);
            second.await("instance-lost", OPEN_LIMIT / 2);
        }
    }

    private void idle() throws Exception {
        final long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount() : 0;
        final int wanted = (int)Math.min(10_000, files - 1_000);
        final Crowd crowd = new Crowd(server.tcpPort(), wanted, authorize(good));
        try {
            crowd.awaitRegistered();
            System.out.println("  " + wanted + " sessions registered:  " + bystander.phase());
            Thread.sleep(TimeUnit.SECONDS.toMillis(2) * SCALE);
            bystander.assertServed();
            crowd.assertAllThere();
        } finally {
            crowd.disperse();
        }
    }

    private static void register(final RawPeer peer, final String token, final String name, final String listen)
        throws Exception {
        peer.send(authorize(token)
            + "{\"type\":\"register\",\"name\":\"" + name + "\",\"version\":\"1.0.0\",\"listen\":[" + listen + "]}\n");
        peer.await("registered", 1);
    }

    private void awaitService(final String name) throws Exception {
        try (JsonPeer look = new JsonPeer(server.tcpPort())) {
            look.send(authorize(good).strip());
            look.register("{\"type\":\"register\",\"name\":\"look\",\"version\":\"1.0.0\"}");
            Load.awaitTrue(() -> {
                try {
                    look.send("{\"type\":\"services\",\"service\":\"" + name + "\"}");
                    return look.awaitType("services").get("services").size() > 0;
                } catch (final Exception e) {
                    throw new AssertionError(e);
                }
            }, name);
        }
    }

    private static String messages(final String destination, final int count, final String responder,
        final String payload) {
        final StringBuilder lines = new StringBuilder(count * (200 + payload.length()));
        for (int i = 0; i < count; i++) {
            lines.append("{\"type\":\"message\",\"id\":\"").append(UUID.randomUUID())
                .append("\",\"destination\":\"").append(destination).append("\",").append(responder)
                .append("\"timeoutMs\":60000,\"payload\":").append(payload).append("}\n");
        }
        return lines.toString();
    }

    private long anonymousBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024).sum();
    }

    private String memory() {
        try {
            return Files.readString(Path.of("/proc/" + server.pid() + "/status"));
        } catch (final IOException e) {
            return e.toString();
        }
    }
}
