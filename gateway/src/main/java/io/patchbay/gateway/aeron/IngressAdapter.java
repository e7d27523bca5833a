package io.patchbay.gateway.aeron;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.gateway.json.FrameType;
import io.patchbay.gateway.link.EngineLink;
import io.patchbay.gateway.session.Refusal;
import io.patchbay.gateway.session.Session;
import io.patchbay.gateway.session.Transport;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.IngressFrames;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Names;
import io.patchbay.protocol.Versions;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.UpBroadcastDecoder;
import io.patchbay.protocol.sbe.UpEmitDecoder;
import io.patchbay.protocol.sbe.UpMessageDecoder;
import io.patchbay.protocol.sbe.UpReplyDecoder;
import io.patchbay.protocol.sbe.UpResumeDecoder;
import io.patchbay.protocol.sbe.UpServicesDecoder;
import io.patchbay.protocol.sbe.UpStatusDecoder;
import io.patchbay.protocol.sbe.UpUnregisterDecoder;

import org.agrona.AsciiSequenceView;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes the SBE frames of an Aeron session and calls the session. It checks them as strictly as {@code FrameScanner} checks
 * JSON. One thread. An accepted frame allocates nothing.
 */
final class IngressAdapter {
    private static final String NAME_TEXT = "must be a name: a letter, then up to 63 letters, digits, dots, underscores or "
        + "hyphens";

    private static final int MAX_KEPT_DESTINATION_BYTES = 256;

    private final int maxFrameBytes;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final UpMessageDecoder upMessage = new UpMessageDecoder();
    private final UpReplyDecoder upReply = new UpReplyDecoder();
    private final UpBroadcastDecoder upBroadcast = new UpBroadcastDecoder();
    private final UpEmitDecoder upEmit = new UpEmitDecoder();
    private final UpServicesDecoder upServices = new UpServicesDecoder();
    private final UpStatusDecoder upStatus = new UpStatusDecoder();
    private final UpResumeDecoder upResume = new UpResumeDecoder();
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();
    private final BroadcastInput broadcast = new BroadcastInput();
    private final EmitInput emit = new EmitInput();
    private final ServicesInput services = new ServicesInput();
    private final StatusInput status = new StatusInput();
    private final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer method = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer consumer = new UnsafeBuffer(0, 0);
    private final AsciiSequenceView version = new AsciiSequenceView();
    private final IngressPayload payload = new IngressPayload();
    private final byte[] lastDestinationBytes = new byte[MAX_KEPT_DESTINATION_BYTES];
    private final UnsafeBuffer lastDestination = new UnsafeBuffer(0, 0);
    private int lastServiceLength;
    private int lastMethodOffset;
    private final Refusal refusal = new Refusal();
    private EngineLink link;

    IngressAdapter(final int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    void wire(final EngineLink engineLink) {
        link = engineLink;
    }

    /** Handles one complete frame, which begins with its SBE header. */
    void onFrame(final Session session, final int templateId, final UnsafeBuffer frame) {
        refusal.of(null, null, null);
        if (header.wrap(frame, 0).schemaId() != UpMessageDecoder.SCHEMA_ID) {
            refuse(session, ErrorCode.BAD_JSON, null, "not a frame of this schema");
            return;
        }
        if (IngressFrames.isWhole(templateId, frame)) {
            dispatch(session, templateId, frame);
        } else {
            refuse(session, ErrorCode.BAD_JSON, null, "the frame is cut off");
        }
    }

    /** Refuses a message that is too long to be kept. Its type is not known. */
    void tooLarge(final Session session) {
        refusal.of(null, null, null);
        refuse(session, ErrorCode.TOO_LARGE, null, "longer than " + maxFrameBytes + " bytes");
    }

    private void dispatch(final Session session, final int templateId, final UnsafeBuffer frame) {
        switch (templateId) {
            case UpMessageDecoder.TEMPLATE_ID:
                upMessage.wrapAndApplyHeader(frame, 0, header);
                if (session.admits(Transport.INGRESS, FrameType.MESSAGE, true, upMessage.idHi(), upMessage.idLo())) {
                    onMessage(session, frame);
                }
                break;
            case UpReplyDecoder.TEMPLATE_ID:
                upReply.wrapAndApplyHeader(frame, 0, header);
                if (session.admits(Transport.INGRESS, FrameType.REPLY, true, upReply.idHi(), upReply.idLo())) {
                    onReply(session, frame);
                }
                break;
            case UpBroadcastDecoder.TEMPLATE_ID:
                upBroadcast.wrapAndApplyHeader(frame, 0, header);
                if (session.admits(Transport.INGRESS, FrameType.BROADCAST, upBroadcast.hasId() != 0, upBroadcast.idHi(),
                    upBroadcast.idLo())) {
                    onBroadcast(session, frame);
                }
                break;
            case UpEmitDecoder.TEMPLATE_ID:
                if (session.admits(Transport.INGRESS, FrameType.EMIT, false, 0, 0)) {
                    upEmit.wrapAndApplyHeader(frame, 0, header);
                    onEmit(session, frame);
                }
                break;
            case UpServicesDecoder.TEMPLATE_ID:
                if (session.admits(Transport.INGRESS, FrameType.SERVICES, false, 0, 0)) {
                    upServices.wrapAndApplyHeader(frame, 0, header);
                    onServices(session);
                }
                break;
            case UpStatusDecoder.TEMPLATE_ID:
                upStatus.wrapAndApplyHeader(frame, 0, header);
                if (session.admits(Transport.INGRESS, FrameType.STATUS, true, upStatus.idHi(), upStatus.idLo())) {
                    status.idHi = upStatus.idHi();
                    status.idLo = upStatus.idLo();
                    session.status(status);
                }
                break;
            case UpUnregisterDecoder.TEMPLATE_ID:
                if (session.admits(Transport.INGRESS, FrameType.UNREGISTER, false, 0, 0)) {
                    session.unregister();
                }
                break;
            case UpResumeDecoder.TEMPLATE_ID:
                upResume.wrapAndApplyHeader(frame, 0, header);
                link.resume(session.instance(), upResume.epoch(), upResume.lastIndex(), upResume.lastN(), upResume.lastAck());
                break;
            default:
                refuse(session, ErrorCode.UNKNOWN_TYPE, null, "no such frame");
        }
    }

    private void onMessage(final Session session, final UnsafeBuffer frame) {
        message.idHi = upMessage.idHi();
        message.idLo = upMessage.idLo();
        message.timeoutMs = upMessage.timeoutMs();
        message.ack = upMessage.ack() != 0;
        message.encoding = (byte)upMessage.encoding();
        upMessage.wrapDestination(message.destination);
        upMessage.wrapConsumer(consumer);
        upMessage.wrapResponder(message.responder);
        upMessage.wrapKey(message.key);
        upMessage.wrapTraceparent(message.traceparent);
        upMessage.wrapPayload(message.payload);
        refusal.of(null, null, null, true, message.idHi, message.idLo);
        if (!isDestination()) {
            refuse(session, "destination", "must be service:method or service@version:method");
        } else if (consumer.capacity() > 0 && !isName(consumer)) {
            refuse(session, "consumer", NAME_TEXT);
        } else if (message.responder.capacity() > 0 && !isName(message.responder)) {
            refuse(session, "responder", NAME_TEXT);
        } else if (message.key.capacity() > Limits.MAX_KEY_BYTES || !payload.isText(message.key)) {
            refuse(session, "key", "must be at most 256 bytes of UTF-8");
        } else if (message.traceparent.capacity() > Limits.MAX_TRACEPARENT_BYTES || !payload.isText(message.traceparent)) {
            refuse(session, "traceparent", "must be at most 256 bytes of UTF-8");
        } else if (message.timeoutMs < 0 || message.timeoutMs > Limits.MAX_TIMEOUT_MS) {
            refuse(session, "timeoutMs", "must be an integer from 1 to 86400000, or 0 for the default");
        } else if (checkPayload(session, frame, message.encoding, message.payload)) {
            session.message(Transport.INGRESS, message, service, method, consumer);
        }
    }

    /** Parses the destination. It is compared with the last valid one first, since most senders repeat theirs. */
    private boolean isDestination() {
        final UnsafeBuffer text = message.destination;
        final int length = text.capacity();
        if (length > 0 && length == lastDestination.capacity() && text.compareTo(lastDestination) == 0) {
            service.wrap(text, 0, lastServiceLength);
            method.wrap(text, lastMethodOffset, length - lastMethodOffset);
            return true;
        }
        if (!parseDestination(text)) {
            return false;
        }
        if (length <= lastDestinationBytes.length) {
            text.getBytes(0, lastDestinationBytes, 0, length);
            lastDestination.wrap(lastDestinationBytes, 0, length);
        } else {
            lastDestination.wrap(0, 0);
        }
        lastServiceLength = service.capacity();
        lastMethodOffset = text.capacity() - method.capacity();
        return true;
    }

    private boolean parseDestination(final UnsafeBuffer text) {
        final int length = text.capacity();
        int at = -1;
        int colon = 0;
        while (colon < length && text.getByte(colon) != ':') {
            if (at < 0 && text.getByte(colon) == '@') {
                at = colon;
            }
            colon++;
        }
        final int serviceLength = at < 0 ? colon : at;
        if (colon >= length || !Names.isName(text, 0, serviceLength)
            || !Names.isName(text, colon + 1, length - colon - 1)
            || at >= 0 && !Versions.isRequirement(version.wrap(text, at + 1, colon - at - 1))) {
            return false;
        }
        service.wrap(text, 0, serviceLength);
        method.wrap(text, colon + 1, length - colon - 1);
        return true;
    }

    private void onReply(final Session session, final UnsafeBuffer frame) {
        reply.idHi = upReply.idHi();
        reply.idLo = upReply.idLo();
        reply.more = upReply.more() != 0;
        reply.error = upReply.error() != 0;
        reply.ack = upReply.ack() != 0;
        reply.encoding = (byte)upReply.encoding();
        upReply.wrapErrorCode(reply.errorCode);
        upReply.wrapErrorMessage(reply.errorMessage);
        upReply.wrapPayload(reply.payload);
        refusal.of(null, null, null, true, reply.idHi, reply.idLo);
        if (reply.error && reply.payload.capacity() > 0) {
            refuse(session, "error", "a reply has a payload or an error");
        } else if (reply.error && !(payload.isText(reply.errorCode) && payload.isText(reply.errorMessage))) {
            refuse(session, "error", "must be UTF-8");
        } else if (checkPayload(session, frame, reply.encoding, reply.payload)) {
            session.reply(reply);
        }
    }

    private void onBroadcast(final Session session, final UnsafeBuffer frame) {
        broadcast.hasId = upBroadcast.hasId() != 0;
        broadcast.idHi = upBroadcast.idHi();
        broadcast.idLo = upBroadcast.idLo();
        broadcast.ack = upBroadcast.ack() != 0;
        broadcast.encoding = (byte)upBroadcast.encoding();
        upBroadcast.wrapPayload(broadcast.payload);
        refusal.of(null, null, null, broadcast.hasId, broadcast.idHi, broadcast.idLo);
        if (checkPayload(session, frame, broadcast.encoding, broadcast.payload)) {
            session.broadcast(Transport.INGRESS, broadcast);
        }
    }

    private void onEmit(final Session session, final UnsafeBuffer frame) {
        emit.ack = upEmit.ack() != 0;
        emit.encoding = (byte)upEmit.encoding();
        upEmit.wrapEvent(emit.event);
        upEmit.wrapPayload(emit.payload);
        if (!isName(emit.event)) {
            refuse(session, "event", NAME_TEXT);
        } else if (checkPayload(session, frame, emit.encoding, emit.payload)) {
            session.emit(Transport.INGRESS, emit);
        }
    }

    private void onServices(final Session session) {
        upServices.wrapService(services.service);
        if (services.service.capacity() > 0 && !isName(services.service)) {
            refuse(session, "service", NAME_TEXT);
        } else {
            session.services(services);
        }
    }

    private static boolean isName(final UnsafeBuffer text) {
        return Names.isName(text, 0, text.capacity());
    }

    /** Checks encoding, size and content of a payload. A binary payload counts with the length of its base64 in a JSON frame. */
    private boolean checkPayload(final Session session, final UnsafeBuffer frame, final byte encoding,
        final UnsafeBuffer bytes) {
        if (encoding != Encoding.JSON && encoding != Encoding.BINARY) {
            refuse(session, "payload", "its encoding is neither json nor binary");
            return false;
        }
        final int length = frame.capacity() - MessageHeaderDecoder.ENCODED_LENGTH
            + (encoding == Encoding.BINARY ? bytes.capacity() / 3 + 3 : 0);
        if (length > maxFrameBytes) {
            refuse(session, ErrorCode.TOO_LARGE, null, "longer than " + maxFrameBytes + " bytes");
            return false;
        }
        if (encoding == Encoding.JSON && !payload.toJson(bytes)) {
            refuse(session, ErrorCode.BAD_JSON, null, "the payload is no JSON value");
            return false;
        }
        return true;
    }

    private void refuse(final Session session, final String field, final String text) {
        refuse(session, ErrorCode.BAD_FIELD, field, text);
    }

    /** Refuses the frame whose id is set in the refusal. */
    private void refuse(final Session session, final ErrorCode code, final String field, final String text) {
        refusal.code = code;
        refusal.field = field;
        refusal.text = text;
        session.refuse(Transport.INGRESS, refusal);
    }
}
