package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.aeron.DriverDirectory;
import io.patchbay.journal.SmallDisk;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.message.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Disturbs the media driver's directory: it is removed under a running server, left by a killed one, shared by servers in
 * different namespaces, too small, or filled up by other processes.
 */
@Timeout(300)
class DriverIT {
    private static final int SERVICES = 20;
    private static final String LARGE = '"' + "x".repeat(30_000) + '"';

    @TempDir
    Path dir;

    @Test
    void shouldServeOnWhereTheDriversDirectoryIsRemoved() throws Exception {
        for (final String layout : List.of("shared", "dedicated")) {
            try (PatchbayProcess server = PatchbayProcess.server(dir.resolve(layout), "--threads", layout)) {
                loseTheDirectory(server, dir.resolve(layout));

                assertEquals(0, server.terminate().exit(), server::err);
            }
            assertFalse(Files.exists(dir.resolve(layout).resolve(DriverDirectory.FILE)));
        }
    }

    @Test
    void shouldServeOnWhereTheDirectoryIsRemovedUnderAGatewayAndAnEngineOfTheirOwn() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", data);
            PatchbayProcess engine = PatchbayProcess.role("engine", data)) {
            loseTheDirectory(gateway, data);

            assertTrue(engine.isAlive(), engine::err);
            assertEquals(0, gateway.terminate().exit(), gateway::err);
            assertEquals(0, engine.terminate().exit(), engine::err);
        }
    }

    private void loseTheDirectory(final PatchbayProcess server, final Path data) throws Exception {
        final AtomicInteger deskLosses = new AtomicInteger();
        try (Client service = service("pricing", server.tcpPort());
            Client desk = Client.named("desk").server("127.0.0.1:" + server.tcpPort())
                .onDisconnect(lost -> deskLosses.incrementAndGet()).connect()) {
            assertEquals("1", desk.call("pricing:quote", "1").get(30, TimeUnit.SECONDS).json());
            final String before = service.registered().instance();
            final Path directory = directory(data);

            IoUtil.delete(directory.toFile(), false);
            Load.awaitTrue(() -> server.readiness().contains("driver-lost"), "driver-lost, said by /health/ready");
            Load.awaitTrue(() -> service.isRegistered() && !before.equals(service.registered().instance()), "the service");
            Load.awaitTrue(() -> server.readiness().equals("{\"status\":\"ready\"}"), "ready again");

            assertEquals("2", desk.call("pricing:quote", "2").get(30, TimeUnit.SECONDS).json());
            assertNotEquals(directory, directory(data));
            assertEquals(0, deskLosses.get(), "the session by TCP stays");
            assertTrue(server.err().contains("media driver lost: "), server::err);
        }
    }

    @Test
    void shouldRemoveWhatAKilledServerLeft() throws Exception {
        final Path data = dir.resolve("data");
        final Path left;
        try (PatchbayProcess killed = PatchbayProcess.server(data)) {
            left = directory(data);
            killed.kill9();
        }
        assertTrue(Files.exists(left));

        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            assertFalse(Files.exists(left));
            assertEquals(0, server.terminate().exit(), server::err);
        }
    }

    @Test
    void shouldNotDisturbAServerOfTheSamePathInAnotherMountNamespace() throws Exception {
        final Path data = Files.createDirectory(dir.resolve("data"));
        assumeTrue(canUnshare(), "SKIPPED: no right to make a mount namespace");
        try (PatchbayProcess one = inNamespace(Files.createDirectory(dir.resolve("one")), data)) {
            one.awaitReady();
            try (Client service = service("pricing", one.tcpPort())) {
                final PatchbayProcess.Result ended;
                try (PatchbayProcess two = inNamespace(Files.createDirectory(dir.resolve("two")), data)) {
                    two.awaitReady();
                    try (Client other = service("other", two.tcpPort())) {
                        assertEquals("1", other.call("other:quote", "1").get(30, TimeUnit.SECONDS).json());
                        assertEquals("2", service.call("pricing:quote", "2").get(30, TimeUnit.SECONDS).json());
                    }
                    ended = two.terminate();
                }

                assertEquals(0, ended.exit(), ended::toString);
                assertEquals("3", service.call("pricing:quote", "3").get(30, TimeUnit.SECONDS).json());
            }
            assertFalse(one.err().contains("driver lost"), one::err);
            assertEquals(0, one.terminate().exit(), one::err);
        }
    }

    private static PatchbayProcess inNamespace(final Path own, final Path data) throws IOException {
        return PatchbayProcess.startProgram("unshare", "-m", "sh", "-c", "mount --bind '" + own + "' '" + data + "' && exec '"
            + PatchbayProcess.home().resolve("patchbay") + "' server --data '" + data
            + "' --tcp 127.0.0.1:0 --http 127.0.0.1:0");
    }

    private static boolean canUnshare() throws InterruptedException {
        try {
            if (new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0) {
                return true;
            }
        } catch (final IOException e) {
            // Without the command the line below is printed.
        }
        System.err.println("SKIPPED: no right to make mount namespaces, so servers that share /dev/shm are NOT tested here");
        return false;
    }

    @Test
    void shouldServeTheInstancesThatFitRefuseTheOthersAndOutliveAFullDisk() throws Exception {
        try (SmallDisk shm = SmallDisk.mount(dir.resolve("shm"), 64)) {
            assumeTrue(shm != null, "no right to mount a small disk: a full one is not tested");
            final List<Client> clients = new ArrayList<>();
            final List<AtomicInteger> heard = new ArrayList<>();
            try (PatchbayProcess server = PatchbayProcess.server(dir.resolve("data"), "--driver-dir", shm.dir().toString())) {
                for (int i = 0; i < SERVICES; i++) {
                    final AtomicInteger count = new AtomicInteger();
                    heard.add(count);
                    clients.add(Client.serving(Service.named("service-" + i).method("echo", Request::json))
                        .server("127.0.0.1:" + server.tcpPort()).aeronIpc().reconnectMs(20, 200)
                        .onBroadcast(event -> count.incrementAndGet()).start());
                }
                Load.awaitTrue(() -> served(clients) >= 6, "as many services as fit");
                try (JsonPeer refused = new JsonPeer(server.tcpPort())) {
                    refused.awaitEvent("connect");
                    refused.send("{\"type\":\"register\",\"name\":\"one-more\",\"version\":\"1.0.0\","
                        + "\"aeron\":{\"media\":\"ipc\"}}");
                    final JsonNode error = refused.awaitType("error");
                    assertEquals("overloaded", error.get("code").asText());
                    assertTrue(error.get("message").asText().matches(".* needs [0-9,]+ KiB, [0-9,]+ KiB are free .*"),
                        error::toString);
                }
                final int fitting = served(clients);
                shm.fill(0);

                try (Client desk = Client.named("desk").server("127.0.0.1:" + server.tcpPort()).connect()) {
                    for (int i = 0; i < 500; i++) {
                        desk.broadcast(LARGE).get(30, TimeUnit.SECONDS);
                    }
                    Load.awaitTrue(() -> heard.stream().filter(count -> count.get() >= 500).count() >= fitting,
                        "all broadcasts at all that fit");
                    for (int i = 0; i < SERVICES; i++) {
                        if (clients.get(i).isRegistered()) {
                            assertEquals("7", desk.call("service-" + i + ":echo", "7").get(30, TimeUnit.SECONDS).json());
                        }
                    }

                    shm.empty();
                    final Client leaving = clients.stream().filter(Client::isRegistered).findFirst().orElseThrow();
                    leaving.close();
                    clients.remove(leaving);
                    Load.awaitTrue(() -> served(clients) >= fitting, "another one in its place");
                }
                assertTrue(server.isAlive(), server::err);
                assertEquals(0, server.terminate().exit(), server::err);
            } finally {
                CloseHelper.closeAll(clients);
            }
            assertEquals(0, shm.dir().toFile().list().length);
        }
    }

    @Test
    void shouldServeAgainAfterAnEngineWasKilledWhereItsStreamsDoNotFitTwice() throws Exception {
        final Path data = dir.resolve("data");
        try (SmallDisk shm = SmallDisk.mount(dir.resolve("shm"), 64)) {
            assumeTrue(shm != null, "no right to mount a small disk: a full one is not tested");
            final List<Client> clients = new ArrayList<>();
            try (PatchbayProcess gateway = PatchbayProcess.role("gateway", data, "--driver-dir", shm.dir().toString());
                PatchbayProcess killed = PatchbayProcess.role("engine", data)) {
                for (int i = 0; i < 6; i++) {
                    clients.add(service("service-" + i, gateway.tcpPort()));
                }
                shm.fill(0);

                killed.kill9();
                try (PatchbayProcess engine = PatchbayProcess.role("engine", data);
                    Client desk = connect(gateway, shm)) {
                    Load.awaitTrue(() -> served(clients) == clients.size(), "all services again");
                    for (int i = 0; i < clients.size(); i++) {
                        awaitAnswer(desk, "service-" + i + ":quote");
                    }
                    assertTrue(gateway.isAlive(), gateway::err);
                    assertEquals(0, engine.terminate().exit(), engine::err);
                }
                assertEquals(0, gateway.terminate().exit(), gateway::err);
            } finally {
                CloseHelper.closeAll(clients);
            }
        }
    }

    @Test
    void shouldKeepItsSessionsAndSayWhyWhereNoOtherDriverCanBeStarted() throws Exception {
        try (SmallDisk shm = SmallDisk.mount(dir.resolve("shm"), 64)) {
            assumeTrue(shm != null, "no right to mount a small disk: a full one is not tested");
            try (PatchbayProcess server = PatchbayProcess.server(dir.resolve("data"), "--driver-dir", shm.dir().toString());
                JsonPeer desk = new JsonPeer(server.tcpPort());
                Client service = service("pricing", server.tcpPort())) {
                final JsonNode registered =
                    desk.register("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"1.0.0\",\"listen\":[]}");

                // The old content is hidden as long as another file system is mounted over it.
                try (SmallDisk over = SmallDisk.mount(shm.dir(), 2)) {
                    Load.awaitTrue(() -> server.readiness().matches(".*driver-lost.*KiB are free.*"), "the sizes");
                    desk.send("{\"type\":\"message\",\"id\":\"7f1c5d4e-0000-4000-8000-000000000001\","
                        + "\"destination\":\"nobody:there\",\"responder\":\"r\"}");
                    assertTrue(over.freeBytes() > 0);
                }
                Load.awaitTrue(() -> server.readiness().equals("{\"status\":\"ready\"}"), "ready again");

                assertEquals("no-service", desk.awaitEvent("unhandled-message").get("reason").asText());
                Load.awaitTrue(service::isRegistered, "the service");
                awaitAnswer(service, "pricing:quote");
                assertEquals("registered", registered.get("event").asText());
                assertFalse(desk.isEnded(), "the session by TCP stays");
                assertEquals(0, server.terminate().exit(), server::err);
            }
        }
    }

    /** Waits for an answer. A service that has just come back may have left again, since there was no room for its streams. */
    private static void awaitAnswer(final Client from, final String destination) throws Exception {
        Load.awaitTrue(() -> isAnswered(from, destination), "an answer of " + destination);
    }

    private static boolean isAnswered(final Client from, final String destination) {
        try {
            return "7".equals(from.call(destination, "7").get(30, TimeUnit.SECONDS).json());
        } catch (final ExecutionException | TimeoutException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void shouldSayInOneLineWhatItNeedsWhereThereIsLess() throws Exception {
        for (final int megabytes : new int[] {1, 8}) {
            try (SmallDisk shm = SmallDisk.mount(dir.resolve("shm-" + megabytes), megabytes)) {
                assumeTrue(shm != null, "no right to mount a small disk: a full one is not tested");
                for (final String command : List.of("server", "gateway")) {
                    final PatchbayProcess.Result result = PatchbayProcess.run(command, "--data",
                        dir.resolve("data").toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--driver-dir",
                        shm.dir().toString());

                    assertEquals(3, result.exit(), result::toString);
                    final List<String> said = result.err().lines().filter(line -> line.startsWith("patchbay: ")).toList();
                    assertEquals(1, said.size(), result::toString);
                    assertTrue(said.get(0).contains("KiB are free"), result::toString);
                    assertFalse(result.err().contains("\tat "), result::toString);
                    assertEquals(0, shm.dir().toFile().list().length);
                }
            }
        }
    }

    private static int served(final List<Client> clients) {
        return (int)clients.stream().filter(Client::isRegistered).count();
    }

    private static Client service(final String name, final int port) {
        return Client.serving(Service.named(name).method("quote", Request::json)).server("127.0.0.1:" + port).aeronIpc()
            .reconnectMs(10, 200).connect();
    }

    private static Path directory(final Path data) throws IOException {
        return Path.of(Files.readAllLines(data.resolve(DriverDirectory.FILE)).get(0));
    }

    /** Makes room again, and connects a consumer once the gateway has seen the engine live. */
    private static Client connect(final PatchbayProcess gateway, final SmallDisk shm) throws Exception {
        shm.empty();
        Load.awaitTrue(() -> gateway.readiness().contains("\"status\":\"ready\""), "the gateway, ready again");
        return Client.named("desk").server("127.0.0.1:" + gateway.tcpPort()).connect();
    }
}
