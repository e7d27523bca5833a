package io.patchbay.sdk;

/**
 * Event connect: the server has accepted the connection; nothing is authorized or registered yet.
 *
 * @param session       id of the session.
 * @param protocol      version of the protocol.
 * @param authorized    no token is needed.
 * @param heartbeatMs   the server's heartbeat.
 * @param maxFrameBytes the largest frame that the server takes.
 */
public record Connected(String session, int protocol, boolean authorized, int heartbeatMs, int maxFrameBytes) {
}
