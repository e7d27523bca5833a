package io.patchbay.sdk.direct;

import io.patchbay.protocol.CacheLines;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.WholeFrames;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.text.Utf8;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoder of the SBE frames of an instance's delivery stream; it calls the handler once for each frame. A successor engine
 * repeats frames: they are dropped by (index, n), and acks by index alone (PROTOCOL.md, "The Aeron path"). Allocates nothing for
 * requests, replies, acks and events.
 */
public final class AeronAdapter implements FragmentHandler {
    private static final int INDEX_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int N_OFFSET = INDEX_OFFSET + Long.BYTES;
    private static final int DOWN_LENGTH = N_OFFSET + Integer.BYTES;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RequestDecoder requestDecoder = new RequestDecoder();
    private final ReplyDecoder replyDecoder = new ReplyDecoder();
    private final LifecycleDecoder lifecycleDecoder = new LifecycleDecoder();
    private final BroadcastDecoder broadcastDecoder = new BroadcastDecoder();
    private final CustomDecoder customDecoder = new CustomDecoder();
    private final UnhandledDecoder unhandledDecoder = new UnhandledDecoder();
    private final AcceptedDecoder acceptedDecoder = new AcceptedDecoder();
    private final FailureDecoder failureDecoder = new FailureDecoder();
    private final ServicesDecoder servicesDecoder = new ServicesDecoder();
    private final StatusDecoder statusDecoder = new StatusDecoder();
    private final EngineHelloDecoder helloDecoder = new EngineHelloDecoder();
    private final DirectRequest request = new DirectRequest(AeronAdapter::view);
    private final DirectReply reply = new DirectReply(AeronAdapter::view);
    private final DirectLifecycle lifecycle = new DirectLifecycle(AeronAdapter::view);
    private final DirectBroadcast broadcast = new DirectBroadcast(AeronAdapter::view);
    private final DirectCustom custom = new DirectCustom(AeronAdapter::view);
    private final DirectUnhandled unhandled = new DirectUnhandled(AeronAdapter::view);
    private final DirectFailure failure = new DirectFailure();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);
    private final DirectHandler handler;
    private long lastIndex;
    private int lastN = -1;
    private long lastAck;
    private long helloEpoch;
    private boolean helloPending;
    /** Result of prefetching, kept only so that the compiler does not remove the reads. */
    private int prefetched;

    public AeronAdapter(final DirectHandler handler, final long instance) {
        this.handler = handler;
        lastIndex = instance;
        lastAck = instance;
    }

    private static DirectBuffer view() {
        return new UnsafeBuffer(0, 0);
    }

    public long lastIndex() {
        return lastIndex;
    }

    public int lastN() {
        return lastN;
    }

    public long lastAck() {
        return lastAck;
    }

    /** Returns whether an engine's hello has not been answered yet. The answer says which frames this instance has received. */
    public boolean isHelloPending() {
        return helloPending;
    }

    public long helloEpoch() {
        return helloEpoch;
    }

    void helloAnswered() {
        helloPending = false;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header fragment) {
        prefetched = CacheLines.prefetch(buffer, offset, length);
        if (!WholeFrames.isWhole(buffer, offset, length)) {
            onBroken();
            return;
        }
        header.wrap(buffer, offset);
        final int template = header.templateId();
        if (template == EngineHelloDecoder.TEMPLATE_ID) {
            helloDecoder.wrapAndApplyHeader(buffer, offset, header);
            helloEpoch = helloDecoder.epoch();
            helloPending = true;
            return;
        }
        if (length < DOWN_LENGTH || !isNew(template, buffer, offset)) {
            return;
        }
        switch (template) {
            case RequestDecoder.TEMPLATE_ID -> onRequest(buffer, offset);
            case ReplyDecoder.TEMPLATE_ID -> onReply(buffer, offset);
            case AcceptedDecoder.TEMPLATE_ID -> onAccepted(buffer, offset);
            case LifecycleDecoder.TEMPLATE_ID -> onLifecycle(buffer, offset);
            case BroadcastDecoder.TEMPLATE_ID -> onBroadcast(buffer, offset);
            case CustomDecoder.TEMPLATE_ID -> onCustom(buffer, offset);
            case UnhandledDecoder.TEMPLATE_ID -> onUnhandled(buffer, offset);
            case FailureDecoder.TEMPLATE_ID -> onFailure(buffer, offset);
            case ServicesDecoder.TEMPLATE_ID -> onServices(buffer, offset);
            case StatusDecoder.TEMPLATE_ID -> onStatus(buffer, offset);
            default -> {
                // A frame of a later protocol version. Registered and disconnect arrive on the socket.
            }
        }
    }

    /** Reports a malformed frame as a failure. No field of such a frame can be trusted, so that it is dropped. */
    private void onBroken() {
        failure.code = ErrorCode.BAD_JSON;
        failure.hasId = false;
        failure.idHi = 0;
        failure.idLo = 0;
        failure.field = "";
        failure.message = "the server sent a frame that is truncated or of another SBE schema";
        handler.onFailure(failure);
    }

    private boolean isNew(final int template, final DirectBuffer buffer, final int offset) {
        final long index = buffer.getLong(offset + INDEX_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (index == 0) {
            return true;
        }
        if (template == AcceptedDecoder.TEMPLATE_ID) {
            if (index <= lastAck) {
                return false;
            }
            lastAck = index;
            return true;
        }
        final int n = buffer.getInt(offset + N_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (index < lastIndex || index == lastIndex && n <= lastN) {
            return false;
        }
        lastIndex = index;
        lastN = n;
        return true;
    }

    private void onRequest(final DirectBuffer buffer, final int offset) {
        requestDecoder.wrapAndApplyHeader(buffer, offset, header);
        request.index = requestDecoder.index();
        request.idHi = requestDecoder.idHi();
        request.idLo = requestDecoder.idLo();
        request.deadlineNs = requestDecoder.deadline();
        request.encoding = (byte)requestDecoder.encoding();
        requestDecoder.wrapDestination(request.destination);
        requestDecoder.wrapConsumer(request.consumer);
        requestDecoder.wrapResponder(request.responder);
        requestDecoder.wrapKey(request.key);
        requestDecoder.wrapTraceparent(request.traceparent);
        requestDecoder.wrapPayload(request.payload);
        handler.onRequest(request);
    }

    private void onReply(final DirectBuffer buffer, final int offset) {
        replyDecoder.wrapAndApplyHeader(buffer, offset, header);
        reply.index = replyDecoder.index();
        reply.idHi = replyDecoder.idHi();
        reply.idLo = replyDecoder.idLo();
        reply.instance = replyDecoder.instance();
        reply.more = replyDecoder.more() != 0;
        reply.error = replyDecoder.error() != 0;
        reply.encoding = (byte)replyDecoder.encoding();
        replyDecoder.wrapResponder(reply.responder);
        replyDecoder.wrapErrorCode(reply.errorCode);
        replyDecoder.wrapErrorMessage(reply.errorMessage);
        replyDecoder.wrapPayload(reply.payload);
        handler.onReply(reply);
    }

    private void onAccepted(final DirectBuffer buffer, final int offset) {
        acceptedDecoder.wrapAndApplyHeader(buffer, offset, header);
        handler.onAccepted(acceptedDecoder.hasId() != 0, acceptedDecoder.idHi(), acceptedDecoder.idLo(), acceptedDecoder.index());
    }

    private void onLifecycle(final DirectBuffer buffer, final int offset) {
        lifecycleDecoder.wrapAndApplyHeader(buffer, offset, header);
        lifecycle.index = lifecycleDecoder.index();
        lifecycle.timeNs = lifecycleDecoder.time();
        lifecycle.instance = lifecycleDecoder.instance();
        lifecycle.event = EventName.ofOrdinal(lifecycleDecoder.event());
        lifecycle.reason = DisconnectReason.ofOrdinal(lifecycleDecoder.reason());
        lifecycleDecoder.wrapService(lifecycle.service);
        lifecycleDecoder.wrapVersion(lifecycle.version);
        lifecycleDecoder.wrapMethods(lifecycle.methods);
        if (lifecycle.event != null) {
            handler.onLifecycle(lifecycle);
        }
    }

    private void onBroadcast(final DirectBuffer buffer, final int offset) {
        broadcastDecoder.wrapAndApplyHeader(buffer, offset, header);
        broadcast.index = broadcastDecoder.index();
        broadcast.timeNs = broadcastDecoder.time();
        broadcast.instance = broadcastDecoder.instance();
        broadcast.hasId = broadcastDecoder.hasId() != 0;
        broadcast.idHi = broadcastDecoder.idHi();
        broadcast.idLo = broadcastDecoder.idLo();
        broadcast.encoding = (byte)broadcastDecoder.encoding();
        broadcastDecoder.wrapFrom(broadcast.from);
        broadcastDecoder.wrapPayload(broadcast.payload);
        handler.onBroadcast(broadcast);
    }

    private void onCustom(final DirectBuffer buffer, final int offset) {
        customDecoder.wrapAndApplyHeader(buffer, offset, header);
        custom.index = customDecoder.index();
        custom.timeNs = customDecoder.time();
        custom.instance = customDecoder.instance();
        custom.encoding = (byte)customDecoder.encoding();
        customDecoder.wrapService(custom.service);
        customDecoder.wrapEvent(custom.event);
        customDecoder.wrapPayload(custom.payload);
        handler.onCustom(custom);
    }

    private void onUnhandled(final DirectBuffer buffer, final int offset) {
        unhandledDecoder.wrapAndApplyHeader(buffer, offset, header);
        unhandled.index = unhandledDecoder.index();
        unhandled.timeNs = unhandledDecoder.time();
        unhandled.idHi = unhandledDecoder.idHi();
        unhandled.idLo = unhandledDecoder.idLo();
        unhandled.request = unhandledDecoder.request();
        unhandled.instance = unhandledDecoder.instance();
        unhandled.reason = UnhandledReason.ofOrdinal(unhandledDecoder.reason());
        unhandledDecoder.wrapDestination(unhandled.destination);
        unhandledDecoder.wrapConsumer(unhandled.consumer);
        unhandledDecoder.wrapResponder(unhandled.responder);
        if (unhandled.reason != null) {
            handler.onUnhandled(unhandled);
        }
    }

    private void onFailure(final DirectBuffer buffer, final int offset) {
        failureDecoder.wrapAndApplyHeader(buffer, offset, header);
        failure.code = ErrorCode.ofOrdinal(failureDecoder.code());
        failure.hasId = failureDecoder.hasId() != 0;
        failure.idHi = failureDecoder.idHi();
        failure.idLo = failureDecoder.idLo();
        failureDecoder.wrapField(text);
        failure.field = Utf8.text(text);
        failureDecoder.wrapMessage(text);
        failure.message = Utf8.text(text);
        handler.onFailure(failure);
    }

    private void onServices(final DirectBuffer buffer, final int offset) {
        servicesDecoder.wrapAndApplyHeader(buffer, offset, header);
        final boolean more = servicesDecoder.more() != 0;
        final long index = servicesDecoder.index();
        final List<InstanceInfo> instances = new ArrayList<>();
        for (final ServicesDecoder.InstancesDecoder one : servicesDecoder.instances()) {
            final String instance = Indexes.instance(one.instance());
            final int pending = one.pending();
            one.wrapService(text);
            final String service = Utf8.text(text);
            one.wrapVersion(text);
            final String version = Utf8.text(text);
            one.wrapMethods(text);
            instances.add(new InstanceInfo(service, instance, version, Utf8.list(text), pending));
        }
        handler.onServices(instances, more, index);
    }

    private void onStatus(final DirectBuffer buffer, final int offset) {
        statusDecoder.wrapAndApplyHeader(buffer, offset, header);
        final RequestStatus status = RequestStatus.ofOrdinal(statusDecoder.status());
        if (status != null) {
            handler.onStatus(statusDecoder.idHi(), statusDecoder.idLo(), status,
                UnhandledReason.ofOrdinal(statusDecoder.reason()), statusDecoder.ended());
        }
    }
}
