package io.patchbay.gateway.json;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes every frame that the server sends to a socket as JSON. The gateway calls it for frames of its delivery subscription and
 * for frames of its own (PROTOCOL.md describes all of them). It writes no line end, and no white space outside payloads; absent
 * fields are left out. An SBE frame is rewound before it is read, so it can be encoded again.
 *
 * <p>Each method writes at an offset of a buffer that is backed by an array. The buffer must expand, or have 16 bytes more than
 * the frame needs, since eight bytes are written at a time. Each method returns the length of the frame. One thread; no
 * allocation.
 */
public final class FrameEncoder {
    private final JsonOut out = new JsonOut();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer previous = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer version = new UnsafeBuffer(0, 0);

    /**
     * Encodes the event {@code connect}, the first frame of a session.
     *
     * @param to           the buffer to write into.
     * @param offset       position of the first byte.
     * @param session      the id of the session, {@code s-…}.
     * @param isAuthorized whether the session needs no {@code authorize}.
     * @param heartbeatMs  silence after which the server sends a ping, in milliseconds.
     * @param maxFrame     largest frame of a client, in bytes.
     * @return the length of the frame in bytes.
     */
    public int connect(final MutableDirectBuffer to, final int offset, final String session, final boolean isAuthorized,
        final int heartbeatMs, final int maxFrame) {
        return out.begin(to, offset).raw(FrameLiterals.CONNECT).number(Limits.PROTOCOL)
            .raw(FrameLiterals.SESSION).text(session)
            .raw(FrameLiterals.AUTHORIZED_FIELD).bool(isAuthorized)
            .raw(FrameLiterals.HEARTBEAT_MS).number(heartbeatMs)
            .raw(FrameLiterals.MAX_FRAME).number(maxFrame)
            .end();
    }

    /**
     * Encodes the event {@code authorized}.
     *
     * @param to        the buffer to write into.
     * @param offset    position of the first byte.
     * @param principal the owner of the token, or {@code anonymous}.
     * @return the length of the frame in bytes.
     */
    public int authorized(final MutableDirectBuffer to, final int offset, final String principal) {
        return out.begin(to, offset).raw(FrameLiterals.AUTHORIZED).text(principal).end();
    }

    /**
     * Encodes the event {@code registered}. It has {@code "more":true} where more frames of the engine follow.
     *
     * @param to      the buffer to write into.
     * @param offset  position of the first byte.
     * @param frame   the frame of the engine.
     * @param name    of the instance.
     * @param version of the instance.
     * @param aeron   what a client of the Aeron path needs to attach; null for other clients.
     * @return the length of the frame in bytes.
     */
    public int registered(final MutableDirectBuffer to, final int offset, final RegisteredDecoder frame, final String name,
        final String version, final AeronPath aeron) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.REGISTERED).text(name)
            .raw(FrameLiterals.VERSION).text(version)
            .raw(FrameLiterals.INSTANCE).instance(frame.target())
            .raw(FrameLiterals.INDEX).index(frame.index());
        if (aeron != null) {
            out.raw(FrameLiterals.AERON).text(aeron.directory())
                .raw(FrameLiterals.INGRESS).text(aeron.ingressChannel())
                .raw(FrameLiterals.STREAM_ID).number(aeron.ingressStreamId())
                .raw(FrameLiterals.DELIVERY).text(aeron.deliveryChannel())
                .raw(FrameLiterals.STREAM_ID).number(aeron.deliveryStreamId())
                .raw(FrameLiterals.SECRET).text(aeron.secret()).raw('}');
        }
        out.raw(FrameLiterals.SERVICE_LIST);
        final RegisteredDecoder.ServicesDecoder services = frame.services();
        boolean isFirst = true;
        while (services.hasNext()) {
            services.next();
            final int instances = services.instances();
            services.wrapName(view);
            out.raw(isFirst ? FrameLiterals.FIRST_NAME : FrameLiterals.NEXT_NAME).text(view);
            services.wrapVersions(view);
            out.raw(FrameLiterals.VERSIONS).list(view);
            services.wrapMethods(view);
            out.raw(FrameLiterals.METHODS).list(view).raw(FrameLiterals.INSTANCE_COUNT).number(instances).raw('}');
            isFirst = false;
        }
        out.raw(']');
        if (frame.more() != 0) {
            out.raw(FrameLiterals.MORE);
        }
        return out.end();
    }

    /**
     * Encodes the event {@code disconnect} with the reason for which an instance ends.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param reason why the server closes the connection.
     * @return the length of the frame in bytes.
     */
    public int disconnect(final MutableDirectBuffer to, final int offset, final DisconnectReason reason) {
        return out.begin(to, offset).raw(FrameLiterals.DISCONNECT).ascii(reason.wireName()).end();
    }

    /**
     * Encodes the event {@code disconnect} that follows an error after which the connection is closed.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param code   code of that error.
     * @return the length of the frame in bytes.
     */
    public int disconnect(final MutableDirectBuffer to, final int offset, final ErrorCode code) {
        return out.begin(to, offset).raw(FrameLiterals.DISCONNECT).ascii(code.wireName()).end();
    }

    /**
     * Encodes the event {@code disconnect} for a frame of the engine.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int disconnect(final MutableDirectBuffer to, final int offset, final DisconnectDecoder frame) {
        frame.sbeRewind();
        return disconnect(to, offset, DisconnectReason.ofOrdinal(frame.reason()));
    }

    /**
     * Encodes a ping.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @return the length of the frame in bytes.
     */
    public int ping(final MutableDirectBuffer to, final int offset) {
        return out.begin(to, offset).raw(FrameLiterals.PING).end();
    }

    /**
     * Encodes a pong.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @return the length of the frame in bytes.
     */
    public int pong(final MutableDirectBuffer to, final int offset) {
        return out.begin(to, offset).raw(FrameLiterals.PONG).end();
    }

    /**
     * Encodes an error that the gateway itself has found.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param code   of the error.
     * @param text   what is wrong, for a person.
     * @param hasId  whether the id of the refused frame is known.
     * @param idHi   upper half of that id.
     * @param idLo   lower half of that id.
     * @param field  top-level name of the bad field; null or empty where no single field is to blame.
     * @return the length of the frame in bytes.
     */
    public int error(final MutableDirectBuffer to, final int offset, final ErrorCode code, final String text,
        final boolean hasId, final long idHi, final long idLo, final String field) {
        out.begin(to, offset).raw(FrameLiterals.ERROR).ascii(code.wireName()).raw(FrameLiterals.MESSAGE_FIELD).text(text);
        if (hasId) {
            out.raw(FrameLiterals.ID).uuid(idHi, idLo);
        }
        if (field != null && !field.isEmpty()) {
            out.raw(FrameLiterals.FIELD).text(field);
        }
        return out.end();
    }

    /**
     * Encodes the error for a frame that a scanner has refused.
     *
     * @param to      the buffer to write into.
     * @param offset  position of the first byte.
     * @param scanner the scanner whose last scan returned false.
     * @return the length of the frame in bytes.
     */
    public int error(final MutableDirectBuffer to, final int offset, final FrameScanner scanner) {
        return error(to, offset, scanner.error(), scanner.text(), scanner.hasId(), scanner.idHi(), scanner.idLo(),
            scanner.field());
    }

    /**
     * Encodes an error from the engine.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int error(final MutableDirectBuffer to, final int offset, final FailureDecoder frame) {
        frame.sbeRewind();
        frame.wrapField(version);
        frame.wrapMessage(view);
        out.begin(to, offset).raw(FrameLiterals.ERROR).ascii(ErrorCode.ofOrdinal(frame.code()).wireName())
            .raw(FrameLiterals.MESSAGE_FIELD).text(view);
        if (frame.hasId() != 0) {
            out.raw(FrameLiterals.ID).uuid(frame.idHi(), frame.idLo());
        }
        if (version.capacity() > 0) {
            out.raw(FrameLiterals.FIELD).text(version);
        }
        return out.end();
    }

    /**
     * Encodes a request or a one-way message.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int message(final MutableDirectBuffer to, final int offset, final RequestDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.MESSAGE).uuid(frame.idHi(), frame.idLo());
        frame.wrapDestination(view);
        out.raw(FrameLiterals.DESTINATION).text(view);
        frame.wrapConsumer(view);
        out.raw(FrameLiterals.CONSUMER).text(view);
        frame.wrapResponder(view);
        optional(FrameLiterals.RESPONDER, view);
        frame.wrapKey(view);
        optional(FrameLiterals.KEY, view);
        frame.wrapTraceparent(view);
        optional(FrameLiterals.TRACEPARENT, view);
        if (frame.timeoutMs() != 0) {
            out.raw(FrameLiterals.TIMEOUT_MS).number(frame.timeoutMs());
        }
        out.raw(FrameLiterals.INDEX).index(frame.index()).raw(FrameLiterals.DEADLINE).time(frame.deadline());
        frame.wrapPayload(view);
        return out.payload(view, frame.encoding()).end();
    }

    /**
     * Encodes a reply.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int reply(final MutableDirectBuffer to, final int offset, final ReplyDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.REPLY).uuid(frame.idHi(), frame.idLo());
        frame.wrapResponder(view);
        out.raw(FrameLiterals.RESPONDER).text(view).raw(FrameLiterals.INSTANCE).instance(frame.instance());
        if (frame.error() != 0) {
            frame.wrapErrorCode(view);
            out.raw(FrameLiterals.ERROR_CODE).text(view);
            frame.wrapErrorMessage(view);
            out.raw(FrameLiterals.MESSAGE_FIELD).text(view).raw('}');
        } else {
            frame.skipErrorCode();
            frame.skipErrorMessage();
            frame.wrapPayload(view);
            out.payload(view, frame.encoding());
        }
        if (frame.more() != 0) {
            out.raw(FrameLiterals.MORE);
        }
        return out.raw(FrameLiterals.INDEX).index(frame.index()).end();
    }

    /**
     * Encodes the event {@code service-connect}, {@code service-online}, {@code service-disconnect} or {@code service-offline}.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int lifecycle(final MutableDirectBuffer to, final int offset, final LifecycleDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.EVENTS[EventName.ofOrdinal(frame.event()).ordinal()]);
        frame.wrapService(view);
        out.raw(FrameLiterals.SERVICE).text(view);
        frame.wrapVersion(view);
        out.raw(FrameLiterals.VERSION).text(view).raw(FrameLiterals.INSTANCE).instance(frame.instance());
        frame.wrapMethods(view);
        final DisconnectReason reason = DisconnectReason.ofOrdinal(frame.reason());
        if (reason != null) {
            out.raw(FrameLiterals.REASON).ascii(reason.wireName());
        } else {
            out.raw(FrameLiterals.METHODS).list(view);
        }
        return out.raw(FrameLiterals.INDEX).index(frame.index()).raw(FrameLiterals.TIME).time(frame.time()).end();
    }

    /**
     * Encodes the event {@code broadcast-message}.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int broadcast(final MutableDirectBuffer to, final int offset, final BroadcastDecoder frame) {
        frame.sbeRewind();
        frame.wrapFrom(view);
        out.begin(to, offset).raw(FrameLiterals.EVENTS[EventName.BROADCAST_MESSAGE.ordinal()]).raw(FrameLiterals.FROM).text(view)
            .raw(FrameLiterals.INSTANCE).instance(frame.instance());
        if (frame.hasId() != 0) {
            out.raw(FrameLiterals.ID).uuid(frame.idHi(), frame.idLo());
        }
        frame.wrapPayload(view);
        return out.payload(view, frame.encoding()).raw(FrameLiterals.INDEX).index(frame.index())
            .raw(FrameLiterals.TIME).time(frame.time()).end();
    }

    /**
     * Encodes the event {@code unhandled-message}.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int unhandled(final MutableDirectBuffer to, final int offset, final UnhandledDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.EVENTS[EventName.UNHANDLED_MESSAGE.ordinal()])
            .raw(FrameLiterals.ID).uuid(frame.idHi(), frame.idLo());
        frame.wrapDestination(view);
        optional(FrameLiterals.DESTINATION, view);
        frame.wrapConsumer(view);
        optional(FrameLiterals.CONSUMER, view);
        frame.wrapResponder(view);
        optional(FrameLiterals.RESPONDER, view);
        out.raw(FrameLiterals.REASON).ascii(UnhandledReason.ofOrdinal(frame.reason()).wireName());
        if (frame.request() != 0) {
            out.raw(FrameLiterals.REQUEST).index(frame.request());
        }
        if (frame.instance() != 0) {
            out.raw(FrameLiterals.INSTANCE).instance(frame.instance());
        }
        return out.raw(FrameLiterals.INDEX).index(frame.index()).raw(FrameLiterals.TIME).time(frame.time()).end();
    }

    /**
     * Encodes a custom event.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int custom(final MutableDirectBuffer to, final int offset, final CustomDecoder frame) {
        frame.sbeRewind();
        frame.wrapService(previous);
        frame.wrapEvent(view);
        out.begin(to, offset).raw(FrameLiterals.EVENT).raw('"').inside(previous).raw(':').inside(view).raw('"')
            .raw(FrameLiterals.SERVICE).text(previous)
            .raw(FrameLiterals.INSTANCE).instance(frame.instance());
        frame.wrapPayload(view);
        return out.payload(view, frame.encoding()).raw(FrameLiterals.INDEX).index(frame.index())
            .raw(FrameLiterals.TIME).time(frame.time()).end();
    }

    /**
     * Encodes an {@code accepted} frame.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int accepted(final MutableDirectBuffer to, final int offset, final AcceptedDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.ACCEPTED);
        if (frame.hasId() != 0) {
            out.raw(FrameLiterals.ID).uuid(frame.idHi(), frame.idLo());
        }
        return out.raw(FrameLiterals.INDEX).index(frame.index()).end();
    }

    /**
     * Encodes one frame of the answer to a {@code services} query. A service that is continued in the next frame is named in
     * both.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int services(final MutableDirectBuffer to, final int offset, final ServicesDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.SERVICES).index(frame.index()).raw(FrameLiterals.SERVICE_LIST);
        final ServicesDecoder.InstancesDecoder instances = frame.instances();
        boolean isFirst = true;
        while (instances.hasNext()) {
            instances.next();
            final long instance = instances.instance();
            final int pending = instances.pending();
            instances.wrapService(view);
            if (isFirst || view.compareTo(previous) != 0) {
                if (!isFirst) {
                    out.raw(']').raw('}');
                }
                out.raw(isFirst ? FrameLiterals.FIRST_NAME : FrameLiterals.NEXT_NAME).text(view).raw(FrameLiterals.INSTANCE_LIST);
                previous.wrap(view);
                isFirst = false;
            } else {
                out.raw(',');
            }
            instances.wrapVersion(version);
            instances.wrapMethods(view);
            out.raw(FrameLiterals.FIRST_INSTANCE).instance(instance).raw(FrameLiterals.VERSION).text(version)
                .raw(FrameLiterals.METHODS).list(view)
                .raw(FrameLiterals.PENDING).number(pending).raw('}');
        }
        if (!isFirst) {
            out.raw(']').raw('}');
        }
        out.raw(']');
        if (frame.more() != 0) {
            out.raw(FrameLiterals.MORE);
        }
        return out.end();
    }

    /**
     * Encodes the answer to a {@code status} query.
     *
     * @param to     the buffer to write into.
     * @param offset position of the first byte.
     * @param frame  the frame of the engine.
     * @return the length of the frame in bytes.
     */
    public int status(final MutableDirectBuffer to, final int offset, final StatusDecoder frame) {
        frame.sbeRewind();
        out.begin(to, offset).raw(FrameLiterals.STATUS).uuid(frame.idHi(), frame.idLo())
            .raw(FrameLiterals.STATUS_FIELD).ascii(RequestStatus.ofOrdinal(frame.status()).wireName());
        final UnhandledReason reason = UnhandledReason.ofOrdinal(frame.reason());
        if (reason != null) {
            out.raw(FrameLiterals.REASON).ascii(reason.wireName());
        }
        if (frame.ended() != 0) {
            out.raw(FrameLiterals.INDEX).index(frame.ended());
        }
        return out.end();
    }

    private void optional(final JsonLiteral name, final UnsafeBuffer text) {
        if (text.capacity() > 0) {
            out.raw(name).text(text);
        }
    }
}
