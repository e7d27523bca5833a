package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.Reply;
import io.patchbay.sdk.message.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Restarts a server while consumers call every 20 ms. No call may fail as long as the services come back in time. The services
 * reconnect more slowly than the consumers, so that calls arrive before there is an instance for them.
 * {@code -Dpatchbay.restarts=N} restarts more often.
 */
@Timeout(1_800)
class RestartIT {
    private static final int RESTARTS = Integer.getInteger("patchbay.restarts", 3);
    private static final int PERIOD_MS = 20;
    private static final int AFTERWARDS = 25;
    private static final Path EXAMPLES = PatchbayProcess.home().resolve("sdk/examples/node");

    @TempDir
    Path data;
    private final List<CompletableFuture<Reply>> calls = new ArrayList<>();
    private final AtomicInteger replies = new AtomicInteger();

    @Test
    void shouldAnswerEachCallOverPlannedRestartsOfAJavaService() throws Exception {
        final int port = PatchbayProcess.freePort();
        PatchbayProcess server = start(port);
        try (Client service = serve("pricing", port, false); Client aeron = serve("rates", port, true);
            Client desk = Client.named("desk").server("127.0.0.1:" + port).connect()) {
            for (int i = 0; i < RESTARTS; i++) {
                server = restart(server, port, desk, "pricing:quote", "rates:quote");
            }
            System.out.println(calls.size() + " calls answered over " + RESTARTS + " restarts");
            assertTrue(service.isRegistered() && aeron.isRegistered());
        } finally {
            server.terminate();
        }
        assertNobodyWasToldNoService();
    }

    @Test
    void shouldAnswerEachCallOverPlannedRestartsOfANodeService() throws Exception {
        assumeNode();
        final int port = PatchbayProcess.freePort();
        PatchbayProcess server = start(port);
        try (PatchbayProcess service = PatchbayProcess.startProgram("node", EXAMPLES.resolve("service.js").toString(),
                "127.0.0.1:" + port);
            Client desk = Client.named("desk").server("127.0.0.1:" + port).connect()) {
            service.awaitLine("registered");
            for (int i = 0; i < RESTARTS; i++) {
                server = restart(server, port, desk, "pricing:quote", "pricing:quote");
            }
            System.out.println(calls.size() + " calls answered over " + RESTARTS + " restarts");
            final Result asked = PatchbayProcess.startProgram("node", EXAMPLES.resolve("consumer.js").toString(),
                "127.0.0.1:" + port, "500").await();
            assertEquals(0, asked.exit(), asked::toString);
            assertTrue(asked.out().contains(", 0 asked again,"), asked::toString);
        } finally {
            server.terminate();
        }
        assertNobodyWasToldNoService();
    }

    @Test
    void shouldKeepCallsForServicesThatComeBackAfterAKill() throws Exception {
        final int port = PatchbayProcess.freePort();
        PatchbayProcess server = start(port);
        try (Client service = serve("pricing", port, false);
            Client desk = Client.named("desk").server("127.0.0.1:" + port).reconnectMs(10, 50).connect()) {
            for (int i = 0; i < RESTARTS; i++) {
                final ScheduledExecutorService pace = call(desk, "pricing:quote", "pricing:quote");
                awaitReplies(AFTERWARDS);
                server.kill9();
                server = start(port);
                awaitReplies(AFTERWARDS);
                stop(pace);
            }
            for (final CompletableFuture<Reply> call : calls) {
                assertAnsweredOrCutOff(call);
            }
            assertTrue(service.isRegistered());
        } finally {
            server.terminate();
        }
        assertNobodyWasToldNoService();
    }

    private PatchbayProcess restart(final PatchbayProcess server, final int port, final Client desk, final String first,
        final String second) throws Exception {
        final ScheduledExecutorService pace = call(desk, first, second);
        awaitReplies(AFTERWARDS);
        assertEquals(0, server.terminate().exit());
        final PatchbayProcess next = start(port);
        awaitReplies(AFTERWARDS);
        stop(pace);
        // The next restart would end the calls of a service that is not back yet, like any call that is not answered.
        assertAllAnswered();
        return next;
    }

    /** Calls two destinations in turn until the returned executor is stopped. */
    private ScheduledExecutorService call(final Client desk, final String first, final String second) {
        final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        final AtomicInteger count = new AtomicInteger();
        pace.scheduleAtFixedRate(() -> {
            final CompletableFuture<Reply> call =
                desk.call(count.getAndIncrement() % 2 == 0 ? first : second, "{\"pair\":\"EURUSD\"}");
            call.thenRun(replies::incrementAndGet);
            calls.add(call);
        }, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
        return pace;
    }

    private static void stop(final ScheduledExecutorService pace) throws InterruptedException {
        pace.shutdown();
        assertTrue(pace.awaitTermination(30, TimeUnit.SECONDS), "the calls end");
    }

    private void awaitReplies(final int more) throws InterruptedException {
        final int wanted = replies.get() + more;
        Load.awaitTrue(() -> replies.get() >= wanted, "replies");
    }

    private void assertAllAnswered() throws Exception {
        for (final CompletableFuture<Reply> call : calls) {
            call.get(40, TimeUnit.SECONDS);
        }
    }

    /** Waits for the end of a call, which may be lost if the killed server had delivered it. */
    private static void assertAnsweredOrCutOff(final CompletableFuture<Reply> call) throws Exception {
        try {
            call.get(40, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof UnhandledException unhandled) {
                assertEquals(UnhandledReason.INSTANCE_LOST, unhandled.reason());
            }
        }
    }

    private void assertNobodyWasToldNoService() throws Exception {
        final Result events = PatchbayProcess.run("replay", "events", "--data", data.toString(), "--format", "json");
        assertEquals(0, events.exit(), events::toString);
        assertEquals(List.of(), events.lines().stream().filter(line -> line.contains("\"reason\":\"no-")).toList());
        Audit.assertVerifies(data);
    }

    private static Client serve(final String name, final int port, final boolean isAeron) throws Exception {
        final var context = Client.serving(Service.named(name).method("quote", Request::json)).server("127.0.0.1:" + port)
            .reconnectMs(1_000, 2_000);
        return (isAeron ? context.aeronIpc() : context).connect();
    }

    private PatchbayProcess start(final int port) throws Exception {
        final PatchbayProcess server = PatchbayProcess.start("server", "--data", data.toString(), "--tcp", "127.0.0.1:" + port,
            "--http", "127.0.0.1:0");
        server.awaitReady();
        return server;
    }

    private static void assumeNode() {
        final boolean found = List.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)).stream()
            .anyMatch(folder -> new java.io.File(folder, "node").canExecute());
        if (!found) {
            System.err.println("SKIPPED: no node on PATH; install Node.js 18 or newer to run the Node end-to-end tests");
        }
        assumeTrue(found, "no node on PATH; install Node.js 18 or newer to run the Node end-to-end tests");
    }
}
