package io.patchbay.sdk;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.direct.DirectBroadcast;
import io.patchbay.sdk.direct.DirectCustom;
import io.patchbay.sdk.direct.DirectFailure;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.DirectLifecycle;
import io.patchbay.sdk.direct.DirectReply;
import io.patchbay.sdk.direct.DirectRequest;
import io.patchbay.sdk.direct.DirectUnhandled;
import io.patchbay.sdk.direct.JsonField;
import io.patchbay.sdk.direct.JsonFrame;
import io.patchbay.sdk.direct.SessionEvents;
import io.patchbay.sdk.event.InstanceInfo;

import org.agrona.DirectBuffer;

import java.util.Arrays;
import java.util.List;

/**
 * A transcript of everything that a client receives, to the last byte, so that two runs can be compared.
 */
final class HeardText implements DirectHandler, SessionEvents {
    final StringBuilder text = new StringBuilder();

    private void append(final Object... values) {
        for (final Object value : values) {
            if (value instanceof DirectBuffer) {
                final byte[] bytes = new byte[((DirectBuffer)value).capacity()];
                ((DirectBuffer)value).getBytes(0, bytes);
                text.append(Arrays.toString(bytes));
            } else {
                text.append(value);
            }
            text.append(' ');
        }
        text.append('\n');
    }

    @Override
    public void onRequest(final DirectRequest request) {
        append("request", request.idHi, request.idLo, request.index, request.deadlineNs, request.encoding, request.destination,
            request.consumer, request.responder, request.key, request.traceparent, request.payload);
    }

    @Override
    public void onReply(final DirectReply reply) {
        append("reply", reply.idHi, reply.idLo, reply.index, reply.instance, reply.more, reply.error, reply.encoding,
            reply.responder, reply.error ? reply.errorCode : "", reply.error ? reply.errorMessage : "", reply.payload);
    }

    @Override
    public void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
        append("accepted", hasId, idHi, idLo, index);
    }

    @Override
    public void onLifecycle(final DirectLifecycle lifecycle) {
        append("lifecycle", lifecycle.event, lifecycle.index, lifecycle.timeNs, lifecycle.instance, lifecycle.reason,
            lifecycle.service, lifecycle.version, lifecycle.methods);
    }

    @Override
    public void onBroadcast(final DirectBroadcast broadcast) {
        append("broadcast", broadcast.index, broadcast.timeNs, broadcast.instance, broadcast.hasId, broadcast.idHi,
            broadcast.idLo, broadcast.encoding, broadcast.from, broadcast.payload);
    }

    @Override
    public void onCustom(final DirectCustom custom) {
        append("custom", custom.index, custom.timeNs, custom.instance, custom.encoding, custom.service, custom.event,
            custom.payload);
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        append("unhandled", unhandled.idHi, unhandled.idLo, unhandled.index, unhandled.timeNs, unhandled.request,
            unhandled.instance, unhandled.reason, unhandled.destination, unhandled.consumer, unhandled.responder);
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        append("failure", failure.code, failure.hasId, failure.idHi, failure.idLo, failure.field, failure.message);
    }

    @Override
    public void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
        append("services", instances, more, index);
    }

    @Override
    public void onStatus(final long idHi, final long idLo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
        append("status", idHi, idLo, status.wireName(), reason, ended);
    }

    @Override
    public void onConnect(final JsonFrame frame) {
        append("connect", frame.text("session"), frame.integer("protocol", 0), frame.isTrue("authorized"),
            frame.integer("heartbeatMs", -1), frame.integer("maxFrame", -1));
    }

    @Override
    public void onAuthorized() {
        append("authorized");
    }

    @Override
    public void onRegistered(final JsonFrame frame) {
        for (final JsonFrame service : frame.objects("services")) {
            append("service", service.text("name"), service.strings("versions"), service.strings("methods"),
                service.integer("instances", 0));
        }
        final JsonFrame streams = frame.object("aeron");
        append("registered", frame.text("name"), frame.text("version"), frame.index(JsonField.INSTANCE), frame.text("index"),
            frame.isTrue("more"), streams == null ? "" : streams.text("dir") + streams.text("secret"));
        final JsonFrame ingress = streams == null ? null : streams.object("ingress");
        if (ingress != null) {
            append("ingress", ingress.text("channel"), ingress.integer("streamId", 0));
        }
    }

    @Override
    public void onDisconnect(final String reason) {
        append("disconnect", reason);
    }

    @Override
    public void onPing() {
        append("ping");
    }
}
