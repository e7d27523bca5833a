package io.patchbay.simulation;

import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.Registry;
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

/** Passes all outputs on. A subclass changes some. */
class ForwardingOutputs implements Outputs {
    final Outputs next;

    ForwardingOutputs(final Outputs next) {
        this.next = next;
    }

    @Override
    public void begin(final long index, final long timeNs) {
        next.begin(index, timeNs);
    }

    @Override
    public void end() {
        next.end();
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
        next.registered(instance, registry);
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        next.accepted(to, hasId, idHi, idLo);
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        next.error(to, code, hasId, idHi, idLo, text);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        next.message(to, from, message, deadlineNs);
    }

    @Override
    public void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
        next.waiting(from, message, deadlineNs);
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        next.reply(to, from, reply, responder, request);
    }

    @Override
    public void serviceConnect(final Instance instance) {
        next.serviceConnect(instance);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        next.serviceOnline(instance);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        next.serviceDisconnect(instance, reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        next.serviceOffline(instance, reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        next.broadcastMessage(from, broadcast);
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        next.unhandledMessage(unhandled);
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        next.customEvent(from, emit);
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
        next.services(to, registry, service);
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        next.status(to, idHi, idLo, status, reason, ended);
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        next.disconnect(instance, reason);
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        next.ended(request, idHi, idLo, status, reason);
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        next.left(instance, reason);
    }
}
