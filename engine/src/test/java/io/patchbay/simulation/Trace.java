package io.patchbay.simulation;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionClosedInput;

import org.agrona.DirectBuffer;

import java.util.function.Consumer;

/** A trace of what happens in a simulation. */
final class Trace {
    private final Consumer<String> lines;
    private SimClock clock;

    /** Creates a trace that passes its lines to a consumer. With null it costs nothing. */
    Trace(final Consumer<String> lines) {
        this.lines = lines;
    }

    void reset(final SimClock ofMachine) {
        clock = ofMachine;
    }

    void note(final String format, final Object... arguments) {
        if (lines != null) {
            lines.accept(clock.nowNs / 1_000 + " us  " + String.format(format, arguments));
        }
    }

    void record(final Input in) {
        if (lines != null) {
            note("  record %x %s%s", in.index, in.kind().wireName(), more(in));
        }
    }

    void told(final ClientPart client, final Down down) {
        if (lines != null) {
            note("    client %s (%x) received %s", client.number, client.instance, down);
        }
    }

    void connected(final SimPublication publication, final SimSubscription subscription) {
        if (lines != null) {
            note("      stream %s: %s (%s) to %s", publication.streamId, publication.aeron.process.name,
                publication.registrationId, subscription.aeron.process.name);
        }
    }

    void offered(final SimPublication publication, final DirectBuffer buffer, final int offset) {
        if (lines != null) {
            final int kind = FrameHeader.templateId(buffer, offset);
            // Only the engine's frames have an index there. In others, those bytes are part of a secret, which does not depend on
            // the seed.
            final String place = kind > Keys.DISCONNECT ? "" : String.format(" index=%x n=%s",
                FrameHeader.index(buffer, offset), FrameHeader.n(buffer, offset));
            note("      stream %s: %s (%s) offers kind=%s%s", publication.streamId, publication.aeron.process.name,
                publication.registrationId, kind, place);
        }
    }

    private static String more(final Input in) {
        if (in instanceof MessageInput message) {
            return String.format(" from=%x id=%x to=%s%s timeoutMs=%d", message.from, message.idLo,
                message.destination.getStringWithoutLengthAscii(0, message.destination.capacity()),
                message.responder.capacity() == 0 ? " one-way" : "", message.timeoutMs);
        }
        if (in instanceof ReplyInput reply) {
            return String.format(" from=%x id=%x%s", reply.from, reply.idLo, reply.more ? " more" : "");
        }
        if (in instanceof RegistrationInput registration) {
            return String.format(" gateway=%x %s@%s %s%s", registration.gateway, registration.name, registration.version,
                registration.methods, registration.aeron.isEmpty() ? "" : " aeron");
        }
        if (in instanceof SessionClosedInput closed) {
            return String.format(" instance=%x %s", closed.instance, closed.reason);
        }
        if (in instanceof GatewayLostInput lost) {
            return String.format(" gateway=%x%s", lost.gateway, lost.orderly ? " orderly" : "");
        }
        if (in instanceof GatewayStartedInput started) {
            return " slot=" + started.slot;
        }
        return "";
    }
}
