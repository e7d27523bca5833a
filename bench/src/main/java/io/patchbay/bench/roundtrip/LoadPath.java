package io.patchbay.bench.roundtrip;

import io.patchbay.sdk.direct.DirectContext;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;

/**
 * The path of frames between the bench and the server.
 */
public enum LoadPath {
    /** SBE over Aeron IPC, on the server's media driver. */
    AERON_IPC("aeron-ipc"),
    /** SBE over Aeron UDP, by loopback. */
    AERON_UDP("aeron-udp"),
    /** JSON lines over TCP. */
    TCP_JSON("tcp-json"),
    /** JSON in WebSocket messages, by a raw client of the bench, since the SDK has none. */
    WEBSOCKET_JSON("websocket-json");

    private final String word;

    LoadPath(final String word) {
        this.word = word;
    }

    /**
     * Returns the path with a name.
     *
     * @param word the name in options.
     * @return the path.
     * @throws IllegalArgumentException if no path has that name.
     */
    public static LoadPath fromWire(final String word) {
        final LoadPath path = find(word);
        if (path == null) {
            throw new IllegalArgumentException("--path is aeron-ipc, aeron-udp, tcp-json or websocket-json, not " + word);
        }
        return path;
    }

    /**
     * Returns the path with a name, or null.
     *
     * @param word the name in options.
     * @return null if no path has that name.
     */
    public static LoadPath find(final String word) {
        for (final LoadPath path : values()) {
            if (path.word.equals(word)) {
                return path;
            }
        }
        return null;
    }

    /**
     * Returns the path's name in options.
     *
     * @return for example {@code tcp-json}.
     */
    public String wireName() {
        return word;
    }

    /**
     * Returns the settings of a client that does not reconnect.
     *
     * @param server host and port.
     * @param name   of the client.
     * @return the settings, to be completed.
     */
    public DirectContext newContext(final String server, final String name) {
        final DirectContext context = new DirectContext().server(server).name(name).reconnect(false);
        return switch (this) {
            case AERON_IPC -> context.aeronIpc();
            case AERON_UDP -> context.aeronUdp("127.0.0.1:" + freeUdpPort());
            case TCP_JSON -> context.tcp();
            case WEBSOCKET_JSON -> throw new IllegalStateException("the SDK has no WebSocket");
        };
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
