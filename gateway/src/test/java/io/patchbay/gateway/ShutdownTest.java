package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tests the orderly end of the whole server: open requests may end, then all clients are disconnected.
 */
@Timeout(60)
class ShutdownTest {
    private static final String ID = "7f1c5d4e-0000-4000-8000-0123456789ab";
    private static final String REQUEST =
        "{'type':'message','id':'" + ID + "','destination':'pricing:quote','responder':'r'}";
    @TempDir
    private Path dir;
    private TestServer server;
    private TcpClient service;
    private TcpClient shop;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(dir, new GatewayContext().drainMs(3_000).lingerMs(300), host -> { });
        service = new TcpClient(server.gateway.tcpAddress());
        service.register("pricing", "'methods':['quote'],'listen':[]");
        shop = new TcpClient(server.gateway.tcpAddress());
        shop.register("shop", "'listen':[]");
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        shop.close();
        server.close();
    }

    private void awaitDrained() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!server.gateway.isDrained()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not drained in time");
            Thread.onSpinWait();
        }
    }

    private static void assertDisconnected(final TcpClient client) throws Exception {
        assertEquals("shutting-down", client.readUntil("disconnect").get("reason"));
        assertNull(client.readText());
    }

    @Test
    void shouldWaitForTheRepliesThatAreOpen() throws Exception {
        shop.send(REQUEST);
        service.read();
        server.gateway.beginShutdown();
        while (!"shutting-down".equals(shop.send("{'type':'emit','event':'e','ack':true}").read().get("code"))) {
            Thread.yield();
        }
        assertThrows(ConnectException.class, () -> new TcpClient(server.gateway.tcpAddress()).close());
        service.send("{'type':'reply','id':'" + ID + "','payload':1}");

        assertEquals(1L, shop.readUntil("reply").get("payload"));
        assertDisconnected(shop);
        assertDisconnected(service);
        awaitDrained();
    }

    @Test
    void shouldWaitNoLongerThanTheDrainTime() throws Exception {
        shop.send(REQUEST);
        service.read();
        final long beganNs = System.nanoTime();
        server.gateway.beginShutdown();

        assertDisconnected(shop);
        assertTrue(System.nanoTime() - beganNs >= TimeUnit.MILLISECONDS.toNanos(2_900));
        assertDisconnected(service);
        awaitDrained();
    }

    @Test
    void shouldNotWaitForNothing() throws Exception {
        final long beganNs = System.nanoTime();
        server.gateway.beginShutdown();

        assertDisconnected(shop);
        assertTrue(System.nanoTime() - beganNs < TimeUnit.MILLISECONDS.toNanos(2_500));
        assertDisconnected(service);
        awaitDrained();
    }
}
