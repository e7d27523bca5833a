package io.patchbay.sdk;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Decodes the lines of a server and calls in (contract, section 5). A frame of an unknown type is ignored.
 */
final class JsonAdapter implements LineSocket.LineHandler {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonFrame frame = new JsonFrame();
    private final DirectRequest request = new DirectRequest();
    private final DirectReply reply = new DirectReply();
    private final DirectLifecycle lifecycle = new DirectLifecycle();
    private final DirectBroadcast broadcast = new DirectBroadcast();
    private final DirectCustom custom = new DirectCustom();
    private final DirectUnhandled unhandled = new DirectUnhandled();
    private final DirectFailure failure = new DirectFailure();
    private final DirectHandler handler;
    private final SessionEvents session;

    JsonAdapter(final DirectHandler handler, final SessionEvents session) {
        this.handler = handler;
        this.session = session;
    }

    @Override
    public void onLine(final byte[] bytes, final int offset, final int length) {
        if (!frame.scan(bytes, offset, length)) {
            failure.code = ErrorCode.BAD_JSON;
            failure.hasId = false;
            failure.field = "";
            failure.message = "the server sent a line that is not a JSON object";
            session.onFailure(failure);
            return;
        }
        final String type = frame.text("type");
        switch (type) {
            case "message" -> onMessage();
            case "reply" -> onReply();
            case "event" -> onEvent();
            case "accepted" -> {
                final boolean hasId = frame.hasUuid("id");
                handler.onAccepted(hasId, hasId ? frame.uuidHi() : 0, hasId ? frame.uuidLo() : 0, frame.index("index"));
            }
            case "services" -> handler.onServices(instances(), frame.isTrue("more"), frame.index("index"));
            case "status" -> {
                if (frame.hasUuid("id")) {
                    handler.onStatus(frame.uuidHi(), frame.uuidLo(), RequestStatus.ofWord(frame.text("status")),
                        UnhandledReason.ofWord(frame.text("reason")), frame.index("index"));
                }
            }
            case "error" -> onError();
            case "ping" -> session.onPing();
            default -> {
                // pong has done its work by being received; a later server may have more to say than this SDK knows.
            }
        }
    }

    private void onMessage() {
        if (!frame.hasUuid("id")) {
            return;
        }
        request.idHi = frame.uuidHi();
        request.idLo = frame.uuidLo();
        request.index = frame.index("index");
        request.deadlineNs = frame.timeNs("deadline");
        frame.view("destination", request.destination);
        frame.view("consumer", request.consumer);
        frame.view("responder", request.responder);
        frame.view("key", request.key);
        frame.view("traceparent", request.traceparent);
        request.encoding = payload(request.payload);
        handler.onRequest(request);
    }

    private void onReply() {
        if (!frame.hasUuid("id")) {
            return;
        }
        reply.idHi = frame.uuidHi();
        reply.idLo = frame.uuidLo();
        reply.index = frame.index("index");
        reply.instance = frame.index("instance");
        reply.more = frame.isTrue("more");
        frame.view("responder", reply.responder);
        final JsonFrame error = frame.object("error");
        reply.error = error != null;
        if (error != null) {
            error.view("code", reply.errorCode);
            error.view("message", reply.errorMessage);
            reply.payload.wrap(NULL);
            reply.encoding = Encoding.JSON;
        } else {
            reply.encoding = payload(reply.payload);
        }
        handler.onReply(reply);
    }

    private void onEvent() {
        final String event = frame.text("event");
        switch (event) {
            case "connect" -> session.onConnect(frame);
            case "authorized" -> session.onAuthorized();
            case "registered" -> session.onRegistered(frame);
            case "disconnect" -> session.onDisconnect(frame.text("reason"));
            case "broadcast-message" -> onBroadcast();
            case "unhandled-message" -> onUnhandled();
            default -> {
                final EventName name = EventName.ofWord(event);
                if (name != null) {
                    onLifecycle(name);
                } else if (event.indexOf(':') > 0) {
                    onCustom(event);
                }
            }
        }
    }

    private void onLifecycle(final EventName name) {
        lifecycle.event = name;
        lifecycle.index = frame.index("index");
        lifecycle.timeNs = frame.timeNs("time");
        lifecycle.instance = frame.index("instance");
        lifecycle.reason = DisconnectReason.ofWord(frame.text("reason"));
        frame.view("service", lifecycle.service);
        frame.view("version", lifecycle.version);
        lifecycle.methods.wrap(String.join(",", frame.strings("methods")).getBytes(StandardCharsets.UTF_8));
        handler.onLifecycle(lifecycle);
    }

    private void onBroadcast() {
        broadcast.hasId = frame.hasUuid("id");
        broadcast.idHi = broadcast.hasId ? frame.uuidHi() : 0;
        broadcast.idLo = broadcast.hasId ? frame.uuidLo() : 0;
        broadcast.index = frame.index("index");
        broadcast.timeNs = frame.timeNs("time");
        broadcast.instance = frame.index("instance");
        frame.view("from", broadcast.from);
        broadcast.encoding = payload(broadcast.payload);
        handler.onBroadcast(broadcast);
    }

    private void onUnhandled() {
        unhandled.idHi = 0;
        unhandled.idLo = 0;
        if (frame.hasUuid("id")) {
            unhandled.idHi = frame.uuidHi();
            unhandled.idLo = frame.uuidLo();
        }
        unhandled.index = frame.index("index");
        unhandled.timeNs = frame.timeNs("time");
        unhandled.request = frame.index("request");
        unhandled.instance = frame.index("instance");
        unhandled.reason = UnhandledReason.ofWord(frame.text("reason"));
        frame.view("destination", unhandled.destination);
        frame.view("consumer", unhandled.consumer);
        frame.view("responder", unhandled.responder);
        if (unhandled.reason != null) {
            handler.onUnhandled(unhandled);
        }
    }

    private void onCustom(final String event) {
        custom.index = frame.index("index");
        custom.timeNs = frame.timeNs("time");
        custom.instance = frame.index("instance");
        frame.view("service", custom.service);
        custom.event.wrap(event.substring(event.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8));
        custom.encoding = payload(custom.payload);
        handler.onCustom(custom);
    }

    private void onError() {
        failure.code = ErrorCode.ofWord(frame.text("code"));
        failure.hasId = frame.hasUuid("id");
        failure.idHi = failure.hasId ? frame.uuidHi() : 0;
        failure.idLo = failure.hasId ? frame.uuidLo() : 0;
        failure.field = frame.text("field");
        failure.message = frame.text("message");
        session.onFailure(failure);
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

    /** Wraps the payload; base64 is undone. */
    private byte payload(final UnsafeBuffer target) {
        if (frame.isText("encoding", "base64")) {
            target.wrap(Base64.getDecoder().decode(frame.text("payload")));
            return Encoding.BINARY;
        }
        if (!frame.raw("payload", target)) {
            target.wrap(NULL);
        }
        return Encoding.JSON;
    }
}
