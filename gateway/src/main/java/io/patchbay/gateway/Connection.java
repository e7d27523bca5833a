package io.patchbay.gateway;

import java.net.InetSocketAddress;

/**
 * One socket as its session sees it. Implemented over TCP and WebSocket; called on the agent's thread alone.
 */
interface Connection {
    /** Tcp or websocket. */
    String transport();

    /** Address and port of the peer. */
    InetSocketAddress remote();

    /** The address here that the peer has reached. */
    InetSocketAddress local();

    /** Queues a frame; it leaves with the next flush of the duty cycle. */
    void send(EncodedFrame frame);

    /**
     * Nothing more will be sent: flushes, then ends the sending side. Input is discarded by the session.
     *
     * @param reason word of the disconnect, or empty where the peer ended the connection.
     */
    void endOutput(String reason);

    /** Ends the connection now, whatever is unsent. */
    void close();
}
