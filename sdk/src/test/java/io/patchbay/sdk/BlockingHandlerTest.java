package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Tests a client whose handlers block: its session stays alive, and late replies are logged.
 */
@Timeout(60)
class BlockingHandlerTest {
    private static final int HEARTBEAT_MS = 300;
    /**
     * Number of pongs to wait for, four in each heartbeat period. They take longer than the client's own patience with a silent
     * server, and longer than a standstill.
     */
    private static final int PONGS = 24;
    private static final String ID = "7f1c5d4e-0000-4000-8000-000000000001";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final String REQUEST = "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing:quote\","
        + "\"consumer\":\"web\",\"responder\":\"r\",\"timeoutMs\":60000,\"index\":\"0x20\","
        + "\"deadline\":\"2100-01-01T00:00:00.000000000Z\",\"payload\":\"secret\"}";

    private final FakeServer server = new FakeServer(HEARTBEAT_MS);
    private final CountDownLatch isEntered = new CountDownLatch(1);
    private final CountDownLatch mayReturn = new CountDownLatch(1);
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Logger logger = Logger.getLogger(Client.class.getName());
    private final Handler capture = new Handler() {
        @Override
        public void publish(final LogRecord line) {
            log.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    };
    private Client client;

    @BeforeEach
    void captureLog() {
        logger.addHandler(capture);
    }

    @AfterEach
    void close() {
        mayReturn.countDown();
        logger.removeHandler(capture);
        server.close();
        if (client != null) {
            client.close();
        }
    }

    private ClientContext serving() {
        return Client.serving(Service.named("pricing").method("quote", request -> {
            isEntered.countDown();
            mayReturn.await();
            return "1";
        })).server(server.address()).reconnectMs(1, 5).drainMs(0);
    }

    private void startAndBlock(final ClientContext context) throws Exception {
        client = context.start();
        server.acceptAndRegister();
        server.send(REQUEST);
        isEntered.await();
    }

    private String awaitLog(final String part) throws InterruptedException {
        for (String line = log.poll(20, TimeUnit.SECONDS); line != null; line = log.poll(20, TimeUnit.SECONDS)) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("never logged: " + part);
    }

    private String readPastPongs() {
        String line = server.read();
        while (line.equals(PONG)) {
            line = server.read();
        }
        return line;
    }

    @Test
    void shouldKeepItsSessionWhileAHandlerBlocksAndThenAnswer() throws Exception {
        startAndBlock(serving());

        for (int i = 0; i < PONGS; i++) {
            assertEquals(PONG, server.read());
        }
        mayReturn.countDown();

        assertEquals("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"payload\":1}", readPastPongs());
        assertEquals("{\"type\":\"ping\"}", readPastPongs(), "the client must ping a silent server, not leave it");
        server.send(PONG);
        assertTrue(client.isRegistered());
    }

    @Test
    void shouldLogTheNameOfABlockedHandlerButNotItsPayload() throws Exception {
        startAndBlock(serving());

        final String line = awaitLog("has blocked");

        assertTrue(line.contains("the handler of pricing:quote") && line.contains("executor(…)"), line);
        assertFalse(line.contains("secret"), line);
        mayReturn.countDown();
        assertNotNull(awaitLog("the handler of pricing:quote has returned after about"));
    }

    @Test
    void shouldKeepItsSessionWhileAListenerBlocks() throws Exception {
        client = Client.named("web").server(server.address()).drainMs(0).onBroadcast(event -> {
            isEntered.countDown();
            awaitReturn();
        }).start();
        server.acceptAndRegister();
        server.send("{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"a\",\"instance\":\"i-0x5\",\"payload\":1,"
            + "\"index\":\"0x21\",\"time\":\"2026-01-01T00:00:00.000000000Z\"}");
        isEntered.await();

        for (int i = 0; i < PONGS; i++) {
            assertEquals(PONG, server.read());
        }

        assertTrue(awaitLog("has blocked").contains("an onBroadcast listener"));
    }

    @Test
    void shouldKeepItsSessionWhileACallbackOfACallBlocks() throws Exception {
        client = Client.named("web").server(server.address()).drainMs(0).start();
        server.acceptAndRegister();
        client.call("pricing:quote", "1").thenAccept(reply -> {
            isEntered.countDown();
            awaitReturn();
        });
        final String id = FakeServer.id(readPastPongs());
        server.send("{\"type\":\"reply\",\"id\":\"" + id + "\",\"responder\":\"reply\",\"instance\":\"i-0x5\",\"payload\":1,"
            + "\"index\":\"0x20\"}");
        isEntered.await();

        for (int i = 0; i < PONGS; i++) {
            assertEquals(PONG, readPastPings());
        }

        assertTrue(awaitLog("has blocked").contains("the callback of a call to pricing:quote"));
    }

    /** Reads past pings, because a waiting consumer may have sent one before it was blocked. */
    private String readPastPings() {
        String line = server.read();
        while (line.equals("{\"type\":\"ping\"}")) {
            line = server.read();
        }
        return line;
    }

    @Test
    void shouldLogAReplyWhoseConnectionIsGone() throws Exception {
        final ClientContext context = serving().executor(task -> new Thread(task).start());
        startAndBlock(context);

        server.drop();
        server.acceptAndRegister();
        mayReturn.countDown();

        assertTrue(awaitLog("was not sent").contains(ID));
    }

    @Test
    void shouldLogAReplyThatWasTooLateForItsRequest() throws Exception {
        mayReturn.countDown();
        startAndBlock(serving());
        readPastPongs();

        server.send("{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"" + ID + "\",\"reason\":\"no-request\","
            + "\"index\":\"0x30\",\"time\":\"2026-01-01T00:00:00.000000000Z\"}");

        assertTrue(awaitLog("came too late").contains(ID));
    }

    @Test
    void shouldCloseTheConnectionUnderAHandlerThatDoesNotReturn() throws Exception {
        startAndBlock(serving());

        client.close();

        while (!server.isEnded()) {
            Thread.onSpinWait();
        }
        assertNotNull(awaitLog("a handler does not return"));
    }

    private void awaitReturn() {
        try {
            mayReturn.await();
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
