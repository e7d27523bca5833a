package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client that asks for answers as fast as it can and never reads one: by pings, nonsense or HTTP requests.
 *
 * @param name      name of the flood, for messages.
 * @param isHttp    whether it connects to the HTTP port instead of the TCP port.
 * @param beginning bytes that are sent once.
 * @param unit      bytes that are sent until the server ends the connection.
 */
record DeafFlood(String name, boolean isHttp, byte[] beginning, byte[] unit) {
    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "GET /ws" + HEAD + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String REGISTER =
        "{\"type\":\"register\",\"name\":\"deaf\",\"version\":\"1.0.0\",\"listen\":[]}";
    private static final int WRITE_BYTES = 64 * 1_024;
    /** Longer than any wait of the server; what it discards of a connection that it has ended may be gigabytes. */
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(50);
    private static final int CONNECTIONS = 4;

    /** A task that a test runs during the flood. */
    interface Task {
        void run() throws Exception;
    }

    static List<DeafFlood> all(final String authorize) {
        final byte[] newcomer = bytes(UPGRADE);
        final byte[] registered = joined(newcomer, frame(0x81, bytes(authorize.strip())), frame(0x81, bytes(REGISTER)));
        final byte[] ping = frame(0x89, new byte[0]);
        final byte[] largePing = frame(0x89, new byte[125]);
        final List<DeafFlood> all = new ArrayList<>();
        all.add(new DeafFlood("deaf: GET /health/live", true, new byte[0], bytes("GET /health/live" + HEAD + "\r\n")));
        all.add(new DeafFlood("deaf: HEAD /health/ready", true, new byte[0], bytes("HEAD /health/ready" + HEAD + "\r\n")));
        all.add(new DeafFlood("deaf: GET /nothing", true, new byte[0], bytes("GET /nothing" + HEAD + "\r\n")));
        all.add(new DeafFlood("deaf: empty pings", true, registered, ping));
        all.add(new DeafFlood("deaf: empty pings, newcomer", true, newcomer, ping));
        all.add(new DeafFlood("deaf: pings of 125 bytes", true, registered, largePing));
        all.add(new DeafFlood("deaf: 125 bytes, newcomer", true, newcomer, largePing));
        all.add(new DeafFlood("deaf: pings amid fragments", true, registered, joined(frame(0x01, bytes("{\"type\":")), largePing,
            frame(0x00, new byte[0]), ping, frame(0x80, bytes("\"ping\"}")))));
        all.add(new DeafFlood("deaf: JSON pings", false, bytes(authorize + REGISTER + "\n"), bytes("{\"type\":\"ping\"}\n")));
        all.add(new DeafFlood("deaf: JSON pings, newcomer", false, new byte[0], bytes("{\"type\":\"ping\"}\n")));
        all.add(new DeafFlood("deaf: nonsense", false, bytes(authorize + REGISTER + "\n"), bytes("?\n")));
        all.add(new DeafFlood("deaf: nonsense, newcomer", false, new byte[0], bytes("{}\n")));
        return all;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns one masked frame. Its mask is zero, which leaves the payload as it is. */
    private static byte[] frame(final int first, final byte[] payload) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0xfe);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] joined(final byte[]... parts) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Floods until the server has ended each connection. */
    void run(final PatchbayProcess server) throws Exception {
        runDuring(server, () -> { });
    }

    /** Runs a task during the flood, then waits until the server has ended each connection. */
    void runDuring(final PatchbayProcess server, final Task task) throws Exception {
        final int port = isHttp ? server.httpPort() : server.tcpPort();
        final List<Thread> threads = new ArrayList<>();
        final List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            final RawPeer peer = new RawPeer(port);
            peers.add(peer);
            final Thread thread = new Thread(() -> flood(peer), name);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        try {
            task.run();
            for (final Thread thread : threads) {
                thread.join(60_000);
            }
            assertTrue(peers.stream().allMatch(RawPeer::isEnded), () -> name + ": not disconnected");
        } finally {
            for (final RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private void flood(final RawPeer peer) {
        final byte[] many = new byte[WRITE_BYTES / unit.length * unit.length];
        for (int i = 0; i < many.length; i++) {
            many[i] = unit[i % unit.length];
        }
        final long startNs = System.nanoTime();
        boolean isThere = peer.sendQuietly(beginning);
        while (isThere && System.nanoTime() - startNs < MAX_NS) {
            isThere = peer.sendQuietly(many);
        }
    }
}
