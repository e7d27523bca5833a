package io.patchbay.sdk;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.Arrays;
import java.util.List;

/**
 * Writes down all that a client is told, to the last byte, so that two tellings can be compared.
 */
final class HeardText implements DirectHandler, SessionEvents {
    final StringBuilder text = new StringBuilder();

    private void say(final Object... words) {
        for (final Object word : words) {
            if (word instanceof DirectBuffer) {
                final byte[] bytes = new byte[((DirectBuffer)word).capacity()];
                ((DirectBuffer)word).getBytes(0, bytes);
                text.append(Arrays.toString(bytes));
            } else {
                text.append(word);
            }
            text.append(' ');
        }
        text.append('\n');
    }

    @Override
    public void onRequest(final DirectRequest request) {
        say("request", request.idHi, request.idLo, request.index, request.deadlineNs, request.encoding, request.destination,
            request.consumer, request.responder, request.key, request.traceparent, request.payload);
    }

    @Override
    public void onReply(final DirectReply reply) {
        say("reply", reply.idHi, reply.idLo, reply.index, reply.instance, reply.more, reply.error, reply.encoding,
            reply.responder, reply.error ? reply.errorCode : "", reply.error ? reply.errorMessage : "", reply.payload);
    }

    @Override
    public void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
        say("accepted", hasId, idHi, idLo, index);
    }

    @Override
    public void onLifecycle(final DirectLifecycle lifecycle) {
        say("lifecycle", lifecycle.event, lifecycle.index, lifecycle.timeNs, lifecycle.instance, lifecycle.reason,
            lifecycle.service, lifecycle.version, lifecycle.methods);
    }

    @Override
    public void onBroadcast(final DirectBroadcast broadcast) {
        say("broadcast", broadcast.index, broadcast.timeNs, broadcast.instance, broadcast.hasId, broadcast.idHi,
            broadcast.idLo, broadcast.encoding, broadcast.from, broadcast.payload);
    }

    @Override
    public void onCustom(final DirectCustom custom) {
        say("custom", custom.index, custom.timeNs, custom.instance, custom.encoding, custom.service, custom.event,
            custom.payload);
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        say("unhandled", unhandled.idHi, unhandled.idLo, unhandled.index, unhandled.timeNs, unhandled.request,
            unhandled.instance, unhandled.reason, unhandled.destination, unhandled.consumer, unhandled.responder);
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        say("failure", failure.code, failure.hasId, failure.idHi, failure.idLo, failure.field, failure.message);
    }

    @Override
    public void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
        say("services", instances, more, index);
    }

    @Override
    public void onStatus(final long idHi, final long idLo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
        say("status", idHi, idLo, status.wireName(), reason, ended);
    }

    @Override
    public void onConnect(final JsonFrame frame) {
        say("connect", frame.text("session"), frame.integer("protocol", 0), frame.isTrue("authorized"),
            frame.integer("heartbeatMs", -1), frame.integer("maxFrame", -1));
    }

    @Override
    public void onAuthorized() {
        say("authorized");
    }

    @Override
    public void onRegistered(final JsonFrame frame) {
        for (final JsonFrame service : frame.objects("services")) {
            say("service", service.text("name"), service.strings("versions"), service.strings("methods"),
                service.integer("instances", 0));
        }
        final JsonFrame streams = frame.object("aeron");
        say("registered", frame.text("name"), frame.text("version"), frame.index(JsonField.INSTANCE), frame.text("index"),
            frame.isTrue("more"), streams == null ? "" : streams.text("dir") + streams.text("secret"));
        final JsonFrame ingress = streams == null ? null : streams.object("ingress");
        if (ingress != null) {
            say("ingress", ingress.text("channel"), ingress.integer("streamId", 0));
        }
    }

    @Override
    public void onDisconnect(final String reason) {
        say("disconnect", reason);
    }

    @Override
    public void onPing() {
        say("ping");
    }
}
