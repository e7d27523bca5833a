package io.patchbay.delivery;

import io.patchbay.engine.Instance;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.AcceptedEncoder;
import io.patchbay.protocol.sbe.BroadcastEncoder;
import io.patchbay.protocol.sbe.CustomEncoder;
import io.patchbay.protocol.sbe.DisconnectEncoder;
import io.patchbay.protocol.sbe.EngineHelloEncoder;
import io.patchbay.protocol.sbe.FailureEncoder;
import io.patchbay.protocol.sbe.LifecycleEncoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestEncoder;
import io.patchbay.protocol.sbe.StatusEncoder;
import io.patchbay.protocol.sbe.UnhandledEncoder;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes outputs, one at a time, into one reused buffer: every down frame but the lists, which {@link ServiceListEncoder}
 * splits. Called by {@link Delivery}, which numbers the frame for each receiver. Allocates nothing once the buffer has grown.
 */
final class DownFrameEncoder {
    /** Value of a reason field without a reason. */
    static final short NO_REASON = 255;
    private static final int TEXT_BYTES = 1024;

    private final ExpandableArrayBuffer buffer;
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[TEXT_BYTES]);
    private String lastText;
    private int lastTextLength;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RequestEncoder request = new RequestEncoder();
    private final ReplyEncoder reply = new ReplyEncoder();
    private final LifecycleEncoder lifecycle = new LifecycleEncoder();
    private final BroadcastEncoder broadcast = new BroadcastEncoder();
    private final UnhandledEncoder unhandled = new UnhandledEncoder();
    private final CustomEncoder custom = new CustomEncoder();
    private final AcceptedEncoder accepted = new AcceptedEncoder();
    private final FailureEncoder failure = new FailureEncoder();
    private final StatusEncoder status = new StatusEncoder();
    private final DisconnectEncoder disconnect = new DisconnectEncoder();
    private final EngineHelloEncoder engineHello = new EngineHelloEncoder();

    DownFrameEncoder(final int maxMessageBytes) {
        buffer = new ExpandableArrayBuffer(maxMessageBytes);
    }

    /** Returns the buffer that holds the last encoded frame, from offset 0. */
    ExpandableArrayBuffer buffer() {
        return buffer;
    }

    int request(final long index, final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        final int consumer = put(from.name());
        request.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(to.id())
            .idHi(message.idHi).idLo(message.idLo).deadline(deadlineNs).timeoutMs(message.timeoutMs)
            .encoding(message.encoding)
            .putDestination(message.destination, 0, message.destination.capacity())
            .putConsumer(text, 0, consumer)
            .putResponder(message.responder, 0, message.responder.capacity())
            .putKey(message.key, 0, message.key.capacity())
            .putTraceparent(message.traceparent, 0, message.traceparent.capacity())
            .putPayload(message.payload, 0, message.payload.capacity());
        return length(request.encodedLength());
    }

    int reply(final long index, final Instance to, final Instance from, final ReplyInput input, final DirectBuffer responder) {
        reply.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(to.id())
            .idHi(input.idHi).idLo(input.idLo).instance(from.id())
            .more(flag(input.more)).error(flag(input.error)).encoding(input.encoding)
            .putResponder(responder, 0, responder.capacity())
            .putErrorCode(input.errorCode, 0, input.errorCode.capacity())
            .putErrorMessage(input.errorMessage, 0, input.errorMessage.capacity())
            .putPayload(input.payload, 0, input.payload.capacity());
        return length(reply.encodedLength());
    }

    int lifecycle(final long index, final long timeNs, final Instance instance, final EventName event,
        final DisconnectReason reason, final DirectBuffer methods, final int methodsLength) {
        lifecycle.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(0)
            .time(timeNs).instance(instance.id()).event((short)event.ordinal())
            .reason(reason == null ? NO_REASON : (short)reason.ordinal());
        lifecycle.putService(text, 0, put(instance.name()));
        lifecycle.putVersion(text, 0, put(instance.version()));
        lifecycle.putMethods(methods, 0, methodsLength);
        return length(lifecycle.encodedLength());
    }

    int broadcast(final long index, final long timeNs, final Instance from, final BroadcastInput input) {
        broadcast.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(0)
            .time(timeNs).instance(from.id()).idHi(input.idHi).idLo(input.idLo).hasId(flag(input.hasId))
            .encoding(input.encoding)
            .putFrom(text, 0, put(from.name()))
            .putPayload(input.payload, 0, input.payload.capacity());
        return length(broadcast.encodedLength());
    }

    int unhandled(final long index, final long timeNs, final Unhandled input) {
        unhandled.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(0)
            .time(timeNs).idHi(input.idHi).idLo(input.idLo).request(input.request).instance(input.instance)
            .sender(input.sender == null ? 0 : input.sender.id()).reason((short)input.reason.ordinal())
            .putDestination(input.destination, 0, input.destination.capacity())
            .putConsumer(text, 0, put(input.consumer))
            .putResponder(input.responder, 0, input.responder.capacity());
        return length(unhandled.encodedLength());
    }

    int custom(final long index, final long timeNs, final Instance from, final EmitInput input) {
        custom.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(0)
            .time(timeNs).instance(from.id()).encoding(input.encoding)
            .putService(text, 0, put(from.name()))
            .putEvent(input.event, 0, input.event.capacity())
            .putPayload(input.payload, 0, input.payload.capacity());
        return length(custom.encodedLength());
    }

    int accepted(final long index, final Instance to, final boolean hasId, final long idHi, final long idLo) {
        accepted.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(to.id()).idHi(idHi).idLo(idLo).hasId(flag(hasId));
        return length(accepted.encodedLength());
    }

    int failure(final long index, final Instance to, final ErrorCode code, final boolean hasId, final long idHi,
        final long idLo, final String message) {
        failure.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(to.id()).idHi(idHi).idLo(idLo).hasId(flag(hasId)).code((short)code.ordinal())
            .putField(text, 0, 0)
            .putMessage(text, 0, put(message));
        return length(failure.encodedLength());
    }

    int status(final long index, final Instance to, final long idHi, final long idLo, final RequestStatus value,
        final UnhandledReason reason, final long ended) {
        status.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(to.id()).idHi(idHi).idLo(idLo).ended(ended).status((short)value.ordinal())
            .reason(reason == null ? NO_REASON : (short)reason.ordinal());
        return length(status.encodedLength());
    }

    /** Encodes a Disconnect. With index and target 0 it is not numbered, and tells a gateway that it has been written off. */
    int disconnect(final long index, final long target, final DisconnectReason reason) {
        disconnect.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(target).reason((short)reason.ordinal());
        return length(disconnect.encodedLength());
    }

    int engineHello(final long epoch) {
        engineHello.wrapAndApplyHeader(buffer, 0, header).epoch(epoch);
        return length(engineHello.encodedLength());
    }

    /**
     * Encodes ASCII text, cut at the size of the scratch buffer; names, versions and the engine's constant texts are far shorter.
     */
    private int put(final String value) {
        if (value != lastText) {
            lastText = value;
            lastTextLength = text.putStringWithoutLengthAscii(0, value, 0, Math.min(value.length(), TEXT_BYTES));
        }
        return lastTextLength;
    }

    private static short flag(final boolean value) {
        return (short)(value ? 1 : 0);
    }

    private static int length(final int encoded) {
        return MessageHeaderEncoder.ENCODED_LENGTH + encoded;
    }
}
