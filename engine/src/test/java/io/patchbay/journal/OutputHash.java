package io.patchbay.journal;

import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.Registry;
import io.patchbay.engine.ServiceState;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

/**
 * A hash of all outputs of an engine, with every argument and in order, for comparing many runs without keeping them.
 */
final class OutputHash implements Outputs {
    private static final long PRIME = 0x100000001b3L;

    private long hash = 0xcbf29ce484222325L;

    long value() {
        return hash;
    }

    @Override
    public void begin(final long index, final long timeNs) {
        add(1).add(index).add(timeNs);
    }

    @Override
    public void end() {
        add(2);
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
        add(3).add(instance).add(registry);
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        add(4).add(to).add(hasId).add(idHi).add(idLo);
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        add(5).add(to).add(code).add(hasId).add(idHi).add(idLo).add(text);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput in, final long deadlineNs) {
        add(6).add(to).add(from).add(deadlineNs).add(in.idHi).add(in.idLo).add(in.destination).add(in.responder).add(in.key)
            .add(in.traceparent).add(in.timeoutMs).add(in.encoding).add(in.payload);
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput in, final DirectBuffer responder,
        final long request) {
        add(7).add(to).add(from).add(responder).add(request).add(in.idHi).add(in.idLo).add(in.more).add(in.error)
            .add(in.errorCode).add(in.errorMessage).add(in.encoding).add(in.payload);
    }

    @Override
    public void serviceConnect(final Instance instance) {
        add(8).add(instance);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        add(9).add(instance);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        add(10).add(instance).add(reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        add(11).add(instance).add(reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput in) {
        add(12).add(from).add(in.hasId).add(in.idHi).add(in.idLo).add(in.encoding).add(in.payload);
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        add(13).add(unhandled.idHi).add(unhandled.idLo).add(unhandled.request).add(unhandled.instance).add(unhandled.sender)
            .add(unhandled.reason).add(unhandled.destination).add(unhandled.consumer).add(unhandled.responder);
    }

    @Override
    public void customEvent(final Instance from, final EmitInput in) {
        add(14).add(from).add(in.event).add(in.encoding).add(in.payload);
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
        add(15).add(to).add(registry).add(service);
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        add(16).add(to).add(idHi).add(idLo).add(status).add(reason).add(ended);
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        add(17).add(instance).add(reason);
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        add(18).add(request).add(idHi).add(idLo).add(status).add(reason);
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        add(19).add(instance).add(reason);
    }

    private OutputHash add(final long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
        return this;
    }

    private OutputHash add(final boolean value) {
        return add(value ? 1 : 0);
    }

    private OutputHash add(final Enum<?> value) {
        return add(value == null ? -1 : value.ordinal());
    }

    private OutputHash add(final String value) {
        return add(value.hashCode());
    }

    private OutputHash add(final DirectBuffer value) {
        add(value.capacity());
        for (int i = 0; i < value.capacity(); i++) {
            add(value.getByte(i));
        }
        return this;
    }

    private OutputHash add(final Instance instance) {
        return instance == null ? add(0) : add(instance.id()).add(instance.name()).add(instance.version())
            .add(instance.pending()).add(instance.isDraining());
    }

    private OutputHash add(final Registry registry) {
        for (final ServiceState service : registry.services()) {
            add(service.name());
            for (final Instance instance : service.instances()) {
                add(instance);
            }
        }
        return this;
    }
}
