package io.patchbay.simulation;

import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.UpBroadcastEncoder;
import io.patchbay.protocol.sbe.UpEmitEncoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpResumeEncoder;
import io.patchbay.protocol.sbe.UpServicesEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.protocol.sbe.UpUnregisterEncoder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes a client's frames in SBE, as an Aeron instance does. */
final class UpFrames {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ProveEncoder prove = new ProveEncoder();
    private final UpMessageEncoder message = new UpMessageEncoder();
    private final UpReplyEncoder reply = new UpReplyEncoder();
    private final UpBroadcastEncoder broadcast = new UpBroadcastEncoder();
    private final UpEmitEncoder emit = new UpEmitEncoder();
    private final UpServicesEncoder services = new UpServicesEncoder();
    private final UpStatusEncoder status = new UpStatusEncoder();
    private final UpUnregisterEncoder unregister = new UpUnregisterEncoder();
    private final UpResumeEncoder resume = new UpResumeEncoder();
    private final UnsafeBuffer number = new UnsafeBuffer(new byte[Long.BYTES]);

    /** Encodes a frame. Returns its length, header included. */
    int write(final Up up, final MutableDirectBuffer to) {
        number.putLong(0, up.payload);
        return MessageHeaderEncoder.ENCODED_LENGTH + switch (up.kind) {
            case Up.PROVE -> prove.wrapAndApplyHeader(to, 0, header).instance(up.id).secretHi(up.payload).secretLo(up.more)
                .encodedLength();
            case Up.RESUME -> resume.wrapAndApplyHeader(to, 0, header).epoch(up.id).lastIndex(up.payload).lastN(up.word)
                .lastAck(up.more).encodedLength();
            case Up.MESSAGE -> message(up, to);
            case Up.REPLY -> reply(up, to);
            case Up.BROADCAST -> broadcast.wrapAndApplyHeader(to, 0, header).idHi(up.id == 0 ? 0 : World.ID_HI).idLo(up.id)
                .hasId(flag(up.id != 0)).ack(flag(up.has(Up.ACK))).encoding((short)0).putPayload(number, 0, Long.BYTES)
                .encodedLength();
            case Up.EMIT -> {
                final DirectBuffer event = FrameTexts.EVENT_NAMES[up.word];
                yield emit.wrapAndApplyHeader(to, 0, header).ack(flag(up.has(Up.ACK))).encoding((short)0)
                    .putEvent(event, 0, event.capacity()).putPayload(number, 0, Long.BYTES).encodedLength();
            }
            case Up.SERVICES -> {
                final DirectBuffer service = FrameTexts.NAME_TEXTS[up.word];
                yield services.wrapAndApplyHeader(to, 0, header).reserved(0).putService(service, 0, service.capacity())
                    .encodedLength();
            }
            case Up.STATUS -> status.wrapAndApplyHeader(to, 0, header).idHi(World.ID_HI).idLo(up.id).encodedLength();
            case Up.UNREGISTER -> unregister.wrapAndApplyHeader(to, 0, header).reserved(0).encodedLength();
            default -> throw new IllegalStateException("not by Aeron: " + up.kind);
        };
    }

    private int message(final Up up, final MutableDirectBuffer to) {
        final DirectBuffer destination = FrameTexts.DESTINATIONS[up.word];
        final DirectBuffer responder = up.has(Up.HAS_RESPONDER) ? FrameTexts.RESPONDER : FrameTexts.NOTHING;
        final DirectBuffer key = FrameTexts.KEYS[up.key];
        return message.wrapAndApplyHeader(to, 0, header).idHi(World.ID_HI).idLo(up.id).timeoutMs(up.timeoutMs)
            .ack(flag(up.has(Up.ACK))).encoding((short)0)
            .putDestination(destination, 0, destination.capacity())
            .putConsumer(FrameTexts.NOTHING, 0, 0)
            .putResponder(responder, 0, responder.capacity())
            .putKey(key, 0, key.capacity())
            .putTraceparent(FrameTexts.NOTHING, 0, 0)
            .putPayload(number, 0, Long.BYTES).encodedLength();
    }

    private int reply(final Up up, final MutableDirectBuffer to) {
        final boolean isError = up.has(Up.ERROR);
        final DirectBuffer code = isError ? FrameTexts.ERROR_CODE : FrameTexts.NOTHING;
        return reply.wrapAndApplyHeader(to, 0, header).idHi(World.ID_HI).idLo(up.id).more(flag(up.has(Up.MORE)))
            .error(flag(isError)).ack(flag(up.has(Up.ACK))).encoding((short)0)
            .putErrorCode(code, 0, code.capacity())
            .putErrorMessage(FrameTexts.NOTHING, 0, 0)
            .putPayload(number, 0, isError ? 0 : Long.BYTES).encodedLength();
    }

    private static short flag(final boolean on) {
        return (short)(on ? 1 : 0);
    }
}
