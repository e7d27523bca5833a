package io.patchbay.gateway.session;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.json.FrameEncoder;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;

import io.netty.buffer.ByteBufAllocator;

/**
 * Sends a session's own frames on its socket: those that do not come from the engine.
 */
final class SessionPublisher {
    private final FrameEncoder encoder = new FrameEncoder();
    private final EncodedFrame frame;

    SessionPublisher(final ByteBufAllocator allocator) {
        frame = new EncodedFrame(allocator);
    }

    void connect(final Session session, final GatewayContext context) {
        send(session, encoder.connect(frame.json(), 0, session.name(), !context.isAuthOn(), context.heartbeatMs(),
            context.maxFrameBytes()));
    }

    void authorized(final Session session) {
        send(session, encoder.authorized(frame.json(), 0, session.principal().name()));
    }

    void error(final Session session, final Refusal refusal) {
        send(session, encoder.error(frame.json(), 0, refusal.code, refusal.text, refusal.hasId, refusal.idHi, refusal.idLo,
            refusal.field));
    }

    void disconnect(final Session session, final DisconnectReason reason) {
        send(session, encoder.disconnect(frame.json(), 0, reason));
    }

    void disconnect(final Session session, final ErrorCode code) {
        send(session, encoder.disconnect(frame.json(), 0, code));
    }

    void ping(final Session session) {
        send(session, encoder.ping(frame.json(), 0));
    }

    void pong(final Session session) {
        send(session, encoder.pong(frame.json(), 0));
    }

    private void send(final Session session, final int length) {
        session.connection().send(frame.length(length));
        frame.end();
    }
}
