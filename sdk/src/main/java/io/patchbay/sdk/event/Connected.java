package io.patchbay.sdk.event;

/**
 * Event {@code connect}: the server has accepted the connection. The session is not authorized or registered yet.
 *
 * @param session       id of the session.
 * @param protocol      version of the protocol.
 * @param authorized    whether no token is needed.
 * @param heartbeatMs   the server's heartbeat period in milliseconds.
 * @param maxFrameBytes size of the largest frame that the server accepts.
 */
public record Connected(String session, int protocol, boolean authorized, int heartbeatMs, int maxFrameBytes) {
}
