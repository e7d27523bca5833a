package io.patchbay.gateway.aeron;

import io.patchbay.gateway.json.FrameEncoder;
import io.patchbay.gateway.session.EncodedFrame;
import io.patchbay.gateway.session.Session;
import io.patchbay.gateway.session.Sessions;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;

import io.netty.buffer.ByteBufAllocator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Collection;
import java.util.List;

/**
 * Encodes each frame of the engine as JSON once, and sends it to the session that it is for, or to all sessions that listen for
 * it. One thread. A frame that no session gets allocates nothing.
 */
public final class DeliveryAdapter {
    private final Sessions sessions;
    private final FrameEncoder encoder = new FrameEncoder();
    private final EncodedFrame out;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RegisteredDecoder registered = new RegisteredDecoder();
    private final RequestDecoder request = new RequestDecoder();
    private final ReplyDecoder reply = new ReplyDecoder();
    private final LifecycleDecoder lifecycle = new LifecycleDecoder();
    private final BroadcastDecoder broadcast = new BroadcastDecoder();
    private final UnhandledDecoder unhandled = new UnhandledDecoder();
    private final CustomDecoder custom = new CustomDecoder();
    private final AcceptedDecoder accepted = new AcceptedDecoder();
    private final FailureDecoder failure = new FailureDecoder();
    private final ServicesDecoder services = new ServicesDecoder();
    private final StatusDecoder status = new StatusDecoder();
    private final DisconnectDecoder disconnect = new DisconnectDecoder();
    private final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);

    public DeliveryAdapter(final Sessions sessions, final ByteBufAllocator allocator) {
        this.sessions = sessions;
        out = new EncodedFrame(allocator);
    }

    /** Handles one complete frame of the engine. Repeats have been dropped before. */
    public void onFrame(final int templateId, final DirectBuffer buffer, final int offset) {
        switch (templateId) {
            case RequestDecoder.TEMPLATE_ID:
                onRequest(request.wrapAndApplyHeader(buffer, offset, header));
                break;
            case ReplyDecoder.TEMPLATE_ID:
                onReply(reply.wrapAndApplyHeader(buffer, offset, header));
                break;
            case AcceptedDecoder.TEMPLATE_ID:
                onAccepted(accepted.wrapAndApplyHeader(buffer, offset, header));
                break;
            case RegisteredDecoder.TEMPLATE_ID:
                onRegistered(registered.wrapAndApplyHeader(buffer, offset, header));
                break;
            case LifecycleDecoder.TEMPLATE_ID:
                onLifecycle(lifecycle.wrapAndApplyHeader(buffer, offset, header));
                break;
            case BroadcastDecoder.TEMPLATE_ID:
                onBroadcast(broadcast.wrapAndApplyHeader(buffer, offset, header));
                break;
            case UnhandledDecoder.TEMPLATE_ID:
                onUnhandled(unhandled.wrapAndApplyHeader(buffer, offset, header));
                break;
            case CustomDecoder.TEMPLATE_ID:
                onCustom(custom.wrapAndApplyHeader(buffer, offset, header));
                break;
            case FailureDecoder.TEMPLATE_ID:
                onFailure(failure.wrapAndApplyHeader(buffer, offset, header));
                break;
            case ServicesDecoder.TEMPLATE_ID:
                onServices(services.wrapAndApplyHeader(buffer, offset, header));
                break;
            case StatusDecoder.TEMPLATE_ID:
                onStatus(status.wrapAndApplyHeader(buffer, offset, header));
                break;
            case DisconnectDecoder.TEMPLATE_ID:
                onDisconnect(disconnect.wrapAndApplyHeader(buffer, offset, header));
                break;
            default:
                throw new IllegalStateException("no such down frame: " + templateId);
        }
    }

    private void onRegistered(final RegisteredDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            send(session, encoder.registered(out.json(), 0, frame, session.serviceName(), session.serviceVersion(),
                session.aeron() == null ? null : session.aeron().path()));
            session.heard();
        }
    }

    private void onRequest(final RequestDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            frame.skipDestination();
            frame.skipConsumer();
            if (frame.responderLength() > 0) {
                session.requested();
            }
            send(session, encoder.message(out.json(), 0, frame));
        }
    }

    private void onReply(final ReplyDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            if (frame.more() == 0) {
                session.answered();
            }
            send(session, encoder.reply(out.json(), 0, frame));
        }
    }

    private void onAccepted(final AcceptedDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            send(session, encoder.accepted(out.json(), 0, frame));
        }
    }

    /** An error with an id is the end of a request of this session: a duplicate, or one above a limit. */
    private void onFailure(final FailureDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            if (frame.hasId() != 0) {
                session.answered();
            }
            send(session, encoder.error(out.json(), 0, frame));
        }
    }

    private void onServices(final ServicesDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            send(session, encoder.services(out.json(), 0, frame));
        }
    }

    private void onStatus(final StatusDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            send(session, encoder.status(out.json(), 0, frame));
        }
    }

    private void onDisconnect(final DisconnectDecoder frame) {
        final Session session = sessions.ofInstance(frame.target());
        if (session != null) {
            session.disconnect(DisconnectReason.ofOrdinal(frame.reason()));
        }
    }

    private void onLifecycle(final LifecycleDecoder frame) {
        final EventName name = EventName.ofOrdinal(frame.event());
        if (hasListeners(sessions.listeners(name), frame.target())) {
            out.length(encoder.lifecycle(out.json(), 0, frame));
            deliver(sessions.listeners(name), frame.target(), frame.instance());
        }
    }

    private void onBroadcast(final BroadcastDecoder frame) {
        final Collection<Session> listeners = sessions.listeners(EventName.BROADCAST_MESSAGE);
        if (hasListeners(listeners, frame.target())) {
            out.length(encoder.broadcast(out.json(), 0, frame));
            deliver(listeners, frame.target(), frame.instance());
        }
    }

    private void onUnhandled(final UnhandledDecoder frame) {
        final Collection<Session> listeners = sessions.listeners(EventName.UNHANDLED_MESSAGE);
        final Session sender = frame.target() == 0 ? sessions.ofInstance(frame.sender()) : null;
        if (sender == null && !hasListeners(listeners, frame.target())) {
            return;
        }
        final int length = encoder.unhandled(out.json(), 0, frame);
        out.length(length);
        if (sender != null) {
            frame.sbeRewind();
            frame.skipDestination();
            frame.skipConsumer();
            if (frame.responderLength() > 0) {
                sender.answered();
            }
            if (sender.aeron() == null) {
                sender.connection().send(out);
            }
        }
        deliver(listeners, frame.target(), frame.sender());
    }

    private void onCustom(final CustomDecoder frame) {
        if (sessions.customListeners().isEmpty()) {
            return;
        }
        final long target = frame.target();
        final long except = frame.instance();
        frame.wrapService(service);
        frame.wrapEvent(event);
        final List<Session> audience = sessions.customListeners().of(service, event);
        boolean isEncoded = false;
        for (int i = 0; i < audience.size(); i++) {
            final Session session = audience.get(i);
            if (session.instance() != except && (target == 0 || target == session.instance())) {
                if (!isEncoded) {
                    out.length(encoder.custom(out.json(), 0, frame));
                    isEncoded = true;
                }
                session.connection().send(out);
            }
        }
        out.end();
    }

    /**
     * Returns whether a session gets the event. Target 0 means all that listen; an event for a single instance is sent to it
     * whatever it listens for.
     */
    private boolean hasListeners(final Collection<Session> listeners, final long target) {
        return target == 0 ? !listeners.isEmpty() : sessions.ofInstance(target) != null;
    }

    private void deliver(final Collection<Session> listeners, final long target, final long except) {
        if (target == 0) {
            for (final Session session : listeners) {
                if (session.instance() != except) {
                    session.connection().send(out);
                }
            }
        } else {
            final Session session = sessions.ofInstance(target);
            if (session.aeron() == null) {
                session.connection().send(out);
            }
        }
        out.end();
    }

    private void send(final Session session, final int length) {
        session.connection().send(out.length(length));
        out.end();
    }
}
