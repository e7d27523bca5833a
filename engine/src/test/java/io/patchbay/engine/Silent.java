package io.patchbay.engine;

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
 * Outputs that go nowhere.
 */
final class Silent implements Outputs {
    @Override
    public void begin(final long index, final long timeNs) {
        // nowhere
    }

    @Override
    public void end() {
        // nowhere
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
        // nowhere
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        // nowhere
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        // nowhere
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        // nowhere
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        // nowhere
    }

    @Override
    public void serviceConnect(final Instance instance) {
        // nowhere
    }

    @Override
    public void serviceOnline(final Instance instance) {
        // nowhere
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        // nowhere
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        // nowhere
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        // nowhere
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        // nowhere
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        // nowhere
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
        // nowhere
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        // nowhere
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        // nowhere
    }
}
