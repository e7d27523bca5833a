package io.patchbay.sdk.direct;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.text.ArrayView;
import io.patchbay.text.JsonBytes;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Decoder of a server's JSON lines; it calls the handler and the session for each frame (PROTOCOL.md). A frame of an unknown type
 * is ignored.
 */
public final class JsonAdapter implements LineSocket.LineHandler {
    /** Returned instead of an encoding if the payload is malformed. */
    private static final byte BROKEN = -1;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final long MESSAGE = JsonBytes.packed("message");
    private static final long REPLY = JsonBytes.packed("reply");
    private static final long EVENT = JsonBytes.packed("event");
    private static final long ACCEPTED = JsonBytes.packed("accepted");
    private static final String[] CORE_EVENTS = wireNames(EventName.values());
    private static final String[] REASONS = wireNames(UnhandledReason.values());
    private static final String[] DISCONNECT_REASONS = wireNames(DisconnectReason.values());

    private final JsonFrame frame = new JsonFrame();
    private final DirectRequest request = new DirectRequest(ArrayView::new);
    private final DirectReply reply = new DirectReply(ArrayView::new);
    private final DirectLifecycle lifecycle = new DirectLifecycle(ArrayView::new);
    private final DirectBroadcast broadcast = new DirectBroadcast(ArrayView::new);
    private final DirectCustom custom = new DirectCustom(ArrayView::new);
    private final DirectUnhandled unhandled = new DirectUnhandled(ArrayView::new);
    private final DirectFailure failure = new DirectFailure();
    private final DirectHandler handler;
    private final SessionEvents session;

    public JsonAdapter(final DirectHandler handler, final SessionEvents session) {
        this.handler = handler;
        this.session = session;
    }

    @Override
    public void onLine(final byte[] bytes, final int offset, final int length) {
        if (!frame.scan(bytes, offset, length)) {
            onBroken("", "the server sent a line that is not a JSON object");
            return;
        }
        final long type = frame.packedText(JsonField.TYPE);
        if (type == REPLY) {
            onReply();
        } else if (type == MESSAGE) {
            onMessage();
        } else if (type == EVENT) {
            onEvent();
        } else if (type == ACCEPTED) {
            onAccepted();
        } else {
            onRare();
        }
    }

    private void onBroken(final String field, final String problem) {
        failure.code = ErrorCode.BAD_JSON;
        failure.hasId = false;
        failure.idHi = 0;
        failure.idLo = 0;
        failure.field = field;
        failure.message = problem;
        session.onFailure(failure);
    }

    /** Decodes the types of frames that do not come with each message. */
    private void onRare() {
        switch (frame.text(JsonField.TYPE)) {
            case "services" -> handler.onServices(instances(), frame.isTrue(JsonField.MORE), frame.index(JsonField.INDEX));
            case "status" -> {
                final RequestStatus status = RequestStatus.fromWire(frame.text(JsonField.STATUS));
                if (status != null && frame.hasUuid(JsonField.ID)) {
                    handler.onStatus(frame.uuidHi(), frame.uuidLo(), status,
                        UnhandledReason.fromWire(frame.text(JsonField.REASON)), frame.index(JsonField.INDEX));
                }
            }
            case "error" -> onError();
            case "ping" -> session.onPing();
            default -> {
                // Receiving a pong is enough. Other types belong to a later protocol version.
            }
        }
    }

    private void onAccepted() {
        final boolean hasId = frame.hasUuid(JsonField.ID);
        handler.onAccepted(hasId, hasId ? frame.uuidHi() : 0, hasId ? frame.uuidLo() : 0, frame.index(JsonField.INDEX));
    }

    private void onMessage() {
        if (!frame.hasUuid(JsonField.ID)) {
            return;
        }
        request.idHi = frame.uuidHi();
        request.idLo = frame.uuidLo();
        request.index = frame.index(JsonField.INDEX);
        request.deadlineNs = frame.timeNs(JsonField.DEADLINE);
        frame.view(JsonField.DESTINATION, request.destination);
        frame.view(JsonField.CONSUMER, request.consumer);
        frame.view(JsonField.RESPONDER, request.responder);
        frame.view(JsonField.KEY, request.key);
        frame.view(JsonField.TRACEPARENT, request.traceparent);
        request.encoding = payload(request.payload);
        if (request.encoding != BROKEN) {
            handler.onRequest(request);
        }
    }

    private void onReply() {
        if (!frame.hasUuid(JsonField.ID)) {
            return;
        }
        reply.idHi = frame.uuidHi();
        reply.idLo = frame.uuidLo();
        reply.index = frame.index(JsonField.INDEX);
        reply.instance = frame.index(JsonField.INSTANCE);
        reply.more = frame.isTrue(JsonField.MORE);
        frame.view(JsonField.RESPONDER, reply.responder);
        final JsonFrame error = frame.object(JsonField.ERROR);
        reply.error = error != null;
        if (error != null) {
            error.view(JsonField.CODE, reply.errorCode);
            error.view(JsonField.MESSAGE, reply.errorMessage);
            reply.payload.wrap(NULL);
            reply.encoding = Encoding.JSON;
        } else {
            reply.encoding = payload(reply.payload);
        }
        if (reply.encoding != BROKEN) {
            handler.onReply(reply);
        }
    }

    private void onEvent() {
        frame.view(JsonField.EVENT, custom.event);
        final int colon = indexOfColon(custom.event);
        if (colon > 0) {
            onCustom(colon);
            return;
        }
        final EventName name = EventName.ofOrdinal(frame.oneOf(JsonField.EVENT, CORE_EVENTS));
        if (name == null) {
            onSessionEvent();
        } else if (name == EventName.BROADCAST_MESSAGE) {
            onBroadcast();
        } else if (name == EventName.UNHANDLED_MESSAGE) {
            onUnhandled();
        } else {
            onLifecycle(name);
        }
    }

    private static int indexOfColon(final DirectBuffer event) {
        for (int i = 0; i < event.capacity(); i++) {
            if (event.getByte(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private void onSessionEvent() {
        switch (frame.text(JsonField.EVENT)) {
            case "connect" -> session.onConnect(frame);
            case "authorized" -> session.onAuthorized();
            case "registered" -> session.onRegistered(frame);
            case "disconnect" -> session.onDisconnect(frame.text(JsonField.REASON));
            default -> {
                // An event of a later protocol version.
            }
        }
    }

    private void onLifecycle(final EventName name) {
        lifecycle.event = name;
        lifecycle.index = frame.index(JsonField.INDEX);
        lifecycle.timeNs = frame.timeNs(JsonField.TIME);
        lifecycle.instance = frame.index(JsonField.INSTANCE);
        lifecycle.reason = DisconnectReason.ofOrdinal(frame.oneOf(JsonField.REASON, DISCONNECT_REASONS));
        frame.view(JsonField.SERVICE, lifecycle.service);
        frame.view(JsonField.VERSION, lifecycle.version);
        frame.viewList(JsonField.METHODS, lifecycle.methods);
        handler.onLifecycle(lifecycle);
    }

    private void onBroadcast() {
        broadcast.hasId = frame.hasUuid(JsonField.ID);
        broadcast.idHi = broadcast.hasId ? frame.uuidHi() : 0;
        broadcast.idLo = broadcast.hasId ? frame.uuidLo() : 0;
        broadcast.index = frame.index(JsonField.INDEX);
        broadcast.timeNs = frame.timeNs(JsonField.TIME);
        broadcast.instance = frame.index(JsonField.INSTANCE);
        frame.view(JsonField.FROM, broadcast.from);
        broadcast.encoding = payload(broadcast.payload);
        if (broadcast.encoding != BROKEN) {
            handler.onBroadcast(broadcast);
        }
    }

    private void onUnhandled() {
        unhandled.idHi = 0;
        unhandled.idLo = 0;
        if (frame.hasUuid(JsonField.ID)) {
            unhandled.idHi = frame.uuidHi();
            unhandled.idLo = frame.uuidLo();
        }
        unhandled.index = frame.index(JsonField.INDEX);
        unhandled.timeNs = frame.timeNs(JsonField.TIME);
        unhandled.request = frame.index(JsonField.REQUEST);
        unhandled.instance = frame.index(JsonField.INSTANCE);
        unhandled.reason = UnhandledReason.ofOrdinal(frame.oneOf(JsonField.REASON, REASONS));
        frame.view(JsonField.DESTINATION, unhandled.destination);
        frame.view(JsonField.CONSUMER, unhandled.consumer);
        frame.view(JsonField.RESPONDER, unhandled.responder);
        if (unhandled.reason != null) {
            handler.onUnhandled(unhandled);
        }
    }

    private void onCustom(final int colon) {
        custom.index = frame.index(JsonField.INDEX);
        custom.timeNs = frame.timeNs(JsonField.TIME);
        custom.instance = frame.index(JsonField.INSTANCE);
        frame.view(JsonField.SERVICE, custom.service);
        custom.event.wrap(custom.event, colon + 1, custom.event.capacity() - colon - 1);
        custom.encoding = payload(custom.payload);
        if (custom.encoding != BROKEN) {
            handler.onCustom(custom);
        }
    }

    private void onError() {
        failure.code = ErrorCode.fromWire(frame.text(JsonField.CODE));
        failure.hasId = frame.hasUuid(JsonField.ID);
        failure.idHi = failure.hasId ? frame.uuidHi() : 0;
        failure.idLo = failure.hasId ? frame.uuidLo() : 0;
        failure.field = frame.text(JsonField.FIELD);
        failure.message = frame.text(JsonField.MESSAGE);
        session.onFailure(failure);
    }

    private static String[] wireNames(final Object[] values) {
        final String[] names = new String[values.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = values[i].toString();
        }
        return names;
    }

    private List<InstanceInfo> instances() {
        final List<InstanceInfo> instances = new ArrayList<>();
        for (final JsonFrame service : frame.objects("services")) {
            for (final JsonFrame instance : service.objects("instances")) {
                instances.add(new InstanceInfo(service.text("name"), instance.text("instance"), instance.text("version"),
                    List.copyOf(instance.strings("methods")), instance.integer("pending", 0)));
            }
        }
        return instances;
    }

    /**
     * Wraps the payload, decoding base64. Returns its encoding, or {@link #BROKEN} after reporting a failure if the base64 is
     * malformed.
     */
    private byte payload(final DirectBuffer target) {
        if (frame.isText(JsonField.ENCODING, "base64")) {
            return binary(target, frame.text(JsonField.PAYLOAD));
        }
        if (!frame.raw(JsonField.PAYLOAD, target)) {
            target.wrap(NULL);
        }
        return Encoding.JSON;
    }

    private byte binary(final DirectBuffer target, final String base64) {
        try {
            target.wrap(Base64.getDecoder().decode(base64));
            return Encoding.BINARY;
        } catch (final IllegalArgumentException e) {
            onBroken(JsonField.PAYLOAD.name().toLowerCase(Locale.ROOT), "the server sent a payload that is not base64");
            return BROKEN;
        }
    }
}
