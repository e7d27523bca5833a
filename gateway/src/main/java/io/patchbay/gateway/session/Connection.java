package io.patchbay.gateway.session;

import java.net.InetSocketAddress;

/**
 * One socket, as its session sees it. TCP and WebSocket connections implement it; it is called on the agent's thread only.
 */
public interface Connection {
    /** Returns the name of the transport in records: {@code tcp} or {@code websocket}. */
    String transport();

    /** Returns the address and port of the peer. */
    InetSocketAddress remote();

    /** Returns the local address that the peer has connected to. */
    InetSocketAddress local();

    /** Queues a frame, which is sent with the next flush of the duty cycle. */
    void send(EncodedFrame frame);

    /**
     * Flushes everything that is queued, then ends the sending side. From now on the session ignores input.
     *
     * @param reason of the disconnect as spelled in frames, or empty where the peer ended the connection.
     */
    void endOutput(String reason);

    /** Closes the connection now and drops its unsent bytes. */
    void close();
}
