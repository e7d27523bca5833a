package io.patchbay.simulation;

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

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Decodes the engine's frames, for gateways and for Aeron instances. */
final class DownDecoder {
    private static final int NO_REASON = 255;

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
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    void decode(final int templateId, final DirectBuffer buffer, final int offset, final Down out) {
        out.kind = templateId;
        out.id = 0;
        out.a = 0;
        out.b = 0;
        out.c = 0;
        out.who = 0;
        out.isRequest = false;
        out.isFinal = false;
        out.streamId = 0;
        switch (templateId) {
            case Keys.REGISTERED -> registered(buffer, offset, out);
            case Keys.REQUEST -> request(buffer, offset, out);
            case Keys.REPLY -> reply(buffer, offset, out);
            case Keys.LIFECYCLE -> lifecycle(buffer, offset, out);
            case Keys.BROADCAST -> broadcast(buffer, offset, out);
            case Keys.UNHANDLED -> unhandled(buffer, offset, out);
            case Keys.CUSTOM -> custom(buffer, offset, out);
            case Keys.ACCEPTED -> {
                accepted.wrapAndApplyHeader(buffer, offset, header);
                out.index = accepted.index();
                out.target = accepted.target();
                out.id = accepted.idLo();
            }
            case Keys.FAILURE -> {
                failure.wrapAndApplyHeader(buffer, offset, header);
                out.index = failure.index();
                out.target = failure.target();
                out.id = failure.idLo();
                out.a = failure.code();
            }
            case Keys.SERVICES -> services(buffer, offset, out);
            case Keys.STATUS -> {
                status.wrapAndApplyHeader(buffer, offset, header);
                out.index = status.index();
                out.target = status.target();
                out.id = status.idLo();
                out.a = status.status();
                out.b = reason(status.reason());
                out.c = status.ended();
            }
            case Keys.DISCONNECT -> {
                disconnect.wrapAndApplyHeader(buffer, offset, header);
                out.index = disconnect.index();
                out.target = disconnect.target();
                out.a = disconnect.reason();
            }
            default -> throw new Violation("a frame of no known kind: " + templateId);
        }
        out.key = Keys.of(out.kind, out.id, out.a, out.b, out.c);
    }

    private void registered(final DirectBuffer buffer, final int offset, final Down out) {
        registered.wrapAndApplyHeader(buffer, offset, header);
        out.index = registered.index();
        out.target = registered.target();
        for (RegisteredDecoder.ServicesDecoder entry = registered.services(); entry.hasNext();) {
            entry.next();
            out.a++;
            out.b += entry.instances();
            entry.skipName();
            entry.skipVersions();
            entry.skipMethods();
        }
    }

    private void request(final DirectBuffer buffer, final int offset, final Down out) {
        request.wrapAndApplyHeader(buffer, offset, header);
        out.index = request.index();
        out.target = request.target();
        out.id = request.idLo();
        out.c = request.deadline();
        request.wrapDestination(text);
        out.b = Keys.text(text);
        request.wrapConsumer(text);
        out.b += text.getByte(0);
        out.isRequest = request.responderLength() > 0;
        request.skipResponder();
        request.skipKey();
        request.skipTraceparent();
        request.wrapPayload(text);
        out.a = Keys.payload(text);
    }

    private void reply(final DirectBuffer buffer, final int offset, final Down out) {
        reply.wrapAndApplyHeader(buffer, offset, header);
        out.index = reply.index();
        out.target = reply.target();
        out.id = reply.idLo();
        out.a = reply.instance();
        out.b = (reply.more() != 0 ? 1 : 0) | (reply.error() != 0 ? 2 : 0);
        out.isFinal = reply.more() == 0;
        reply.skipResponder();
        reply.skipErrorCode();
        reply.skipErrorMessage();
        reply.wrapPayload(text);
        out.c = reply.error() != 0 ? 0 : Keys.payload(text);
    }

    private void lifecycle(final DirectBuffer buffer, final int offset, final Down out) {
        lifecycle.wrapAndApplyHeader(buffer, offset, header);
        out.index = lifecycle.index();
        out.target = lifecycle.target();
        out.a = lifecycle.event();
        out.b = lifecycle.instance();
        out.c = reason(lifecycle.reason());
    }

    private void broadcast(final DirectBuffer buffer, final int offset, final Down out) {
        broadcast.wrapAndApplyHeader(buffer, offset, header);
        out.index = broadcast.index();
        out.target = broadcast.target();
        out.id = broadcast.hasId() != 0 ? broadcast.idLo() : 0;
        out.a = broadcast.instance();
        broadcast.skipFrom();
        broadcast.wrapPayload(text);
        out.c = Keys.payload(text);
    }

    private void unhandled(final DirectBuffer buffer, final int offset, final Down out) {
        unhandled.wrapAndApplyHeader(buffer, offset, header);
        out.index = unhandled.index();
        out.target = unhandled.target();
        out.id = unhandled.idLo();
        out.a = unhandled.reason();
        out.b = unhandled.request();
        out.c = unhandled.instance();
        out.who = unhandled.sender();
    }

    private void custom(final DirectBuffer buffer, final int offset, final Down out) {
        custom.wrapAndApplyHeader(buffer, offset, header);
        out.index = custom.index();
        out.target = custom.target();
        out.a = custom.instance();
        custom.wrapService(text);
        out.who = text.getByte(0);
        custom.wrapEvent(text);
        out.b = Keys.text(text);
        custom.wrapPayload(text);
        out.c = Keys.payload(text);
    }

    private void services(final DirectBuffer buffer, final int offset, final Down out) {
        services.wrapAndApplyHeader(buffer, offset, header);
        out.index = services.index();
        out.target = services.target();
        for (ServicesDecoder.InstancesDecoder entry = services.instances(); entry.hasNext();) {
            entry.next();
            out.a++;
            out.b += entry.instance();
            out.c += entry.pending();
            entry.skipService();
            entry.skipVersion();
            entry.skipMethods();
        }
    }

    private static long reason(final int ordinal) {
        return ordinal == NO_REASON ? -1 : ordinal;
    }
}
