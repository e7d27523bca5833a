package io.patchbay.simulation;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;

import org.agrona.DirectBuffer;

/** Compares a record with the frame that the client has sent: the gateway must add, omit and change nothing. */
final class RecordCheck {
    private RecordCheck() {
    }

    /** Returns whether the record is of a client's frame. */
    static boolean isClients(final Input in) {
        return switch (in.kind()) {
            case REGISTRATION, MESSAGE, REPLY, BROADCAST, EMIT, SERVICES, STATUS, UNREGISTER -> true;
            default -> false;
        };
    }

    static boolean fits(final Input in, final Up up, final long from, final RegistrationInput registration) {
        if (in instanceof MessageInput message) {
            return up.kind == Up.MESSAGE && message.from == from && isId(message.idHi, message.idLo, up)
                && message.destination.equals(FrameTexts.DESTINATIONS[up.word])
                && is(message.responder, up.has(Up.HAS_RESPONDER) ? FrameTexts.RESPONDER : FrameTexts.NOTHING)
                && is(message.key, FrameTexts.KEYS[up.key]) && message.traceparent.capacity() == 0
                && message.timeoutMs == up.timeoutMs && message.ack == up.has(Up.ACK) && isPayload(message.payload, up);
        }
        if (in instanceof ReplyInput reply) {
            final boolean isError = up.has(Up.ERROR);
            return up.kind == Up.REPLY && reply.from == from && isId(reply.idHi, reply.idLo, up)
                && reply.more == up.has(Up.MORE) && reply.ack == up.has(Up.ACK) && reply.error == isError
                && is(reply.errorCode, isError ? FrameTexts.ERROR_CODE : FrameTexts.NOTHING) && reply.errorMessage.capacity() == 0
                && (isError || isPayload(reply.payload, up));
        }
        if (in instanceof BroadcastInput broadcast) {
            return up.kind == Up.BROADCAST && broadcast.from == from && broadcast.hasId == (up.id != 0)
                && (up.id == 0 || isId(broadcast.idHi, broadcast.idLo, up)) && broadcast.ack == up.has(Up.ACK)
                && isPayload(broadcast.payload, up);
        }
        if (in instanceof EmitInput emit) {
            return up.kind == Up.EMIT && emit.from == from && is(emit.event, FrameTexts.EVENT_NAMES[up.word])
                && emit.ack == up.has(Up.ACK) && isPayload(emit.payload, up);
        }
        if (in instanceof ServicesInput services) {
            return up.kind == Up.SERVICES && services.from == from && is(services.service, FrameTexts.NAME_TEXTS[up.word]);
        }
        if (in instanceof StatusInput status) {
            return up.kind == Up.STATUS && status.from == from && isId(status.idHi, status.idLo, up);
        }
        if (in instanceof UnregisterInput unregister) {
            return up.kind == Up.UNREGISTER && unregister.from == from;
        }
        return up.kind == Up.REGISTER && isRegistration((RegistrationInput)in, registration);
    }

    private static boolean isRegistration(final RegistrationInput in, final RegistrationInput sent) {
        return in.name.equals(sent.name) && in.version.equals(sent.version) && in.methods.equals(sent.methods)
            && in.listen.equals(sent.listen) && in.choose == sent.choose && in.acks == sent.acks && in.aeron.equals(sent.aeron)
            && in.principal.equals(sent.principal) && in.session == sent.session && in.gateway == sent.gateway;
    }

    private static boolean isId(final long hi, final long lo, final Up up) {
        return hi == World.ID_HI && lo == up.id;
    }

    private static boolean isPayload(final DirectBuffer payload, final Up up) {
        return payload.capacity() == Long.BYTES && payload.getLong(0) == up.payload;
    }

    private static boolean is(final DirectBuffer one, final DirectBuffer other) {
        return one.capacity() == other.capacity() && (one.capacity() == 0 || one.equals(other));
    }
}
