package io.patchbay.endtoend;

import io.patchbay.protocol.StreamIds;
import io.patchbay.protocol.sbe.AttachEncoder;
import io.patchbay.protocol.sbe.GatewayHelloEncoder;
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

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FrameDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A hostile client on the server's media driver. It sends truncated frames, frames with wrong lengths, messages that never end,
 * and frames in other instances' names, before and after it has proven its secret. It also writes to the control stream of
 * gateways.
 */
final class HostileAeron {
    private static final byte[] TEXT = "pricing@1.4:quote".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON = "{\"a\":[1,2.50]}".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUND = 400;
    private static final int FRAGMENT_BYTES = 1_024;

    private final Random random;
    private final int tcpPort;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4_096]);
    private long sent;

    HostileAeron(final Random random, final int tcpPort) {
        this.random = random;
        this.tcpPort = tcpPort;
    }

    long sent() {
        return sent;
    }

    /** Registers, sends hostile frames for a while, and leaves. */
    void run() throws Exception {
        try (JsonPeer peer = new JsonPeer(tcpPort)) {
            final JsonNode registered = peer.register("{\"type\":\"register\",\"name\":\"evil\",\"version\":\"1.0.0\","
                + "\"methods\":[\"m\"],\"aeron\":{\"media\":\"ipc\"}}");
            final JsonNode streams = registered.get("aeron");
            try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(streams.get("dir").asText()));
                ExclusivePublication ingress = aeron.addExclusivePublication(streams.at("/ingress/channel").asText(),
                    streams.at("/ingress/streamId").asInt());
                ExclusivePublication control = aeron.addExclusivePublication("aeron:ipc", StreamIds.CONTROL)) {
                aeron.addSubscription(streams.at("/delivery/channel").asText(), streams.at("/delivery/streamId").asInt());
                final long instance = Long.parseUnsignedLong(registered.get("instance").asText().substring(4), 16);
                final String secret = streams.get("secret").asText();
                for (int i = 0; i < ROUND; i++) {
                    offer(ingress, damaged(random.nextBoolean() ? prove(instance, random.nextLong(), 7)
                        : up(random.nextInt(9)), random.nextInt(3)));
                    offer(ingress, prove(instance - random.nextInt(20), random.nextLong(), random.nextLong()));
                    offer(control, damaged(control(), 1 + random.nextInt(3)));
                }
                neverEnding(ingress);
                offer(ingress, prove(instance, Long.parseUnsignedLong(secret.substring(0, 16), 16),
                    Long.parseUnsignedLong(secret.substring(16), 16)));
                for (int i = 0; i < ROUND; i++) {
                    offer(ingress, damaged(up(random.nextInt(8)), random.nextInt(4)));
                }
                offer(ingress, up(8));
                if (random.nextBoolean()) {
                    neverEnding(ingress);
                }
            }
        }
    }

    private void offer(final ExclusivePublication to, final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (int i = 0; i < 1_000_000; i++) {
            final long position = to.offer(buffer, 0, bytes.length);
            if (position >= 0 || position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                sent++;
                return;
            }
            Thread.yield();
        }
    }

    /** Sends the first of many fragments and others after it, but no last one. */
    private void neverEnding(final ExclusivePublication to) {
        final BufferClaim claim = new BufferClaim();
        int fragments = 0;
        for (int i = 0; i < 1_000_000 && fragments < 2_000; i++) {
            if (to.tryClaim(FRAGMENT_BYTES, claim) > 0) {
                claim.flags(fragments++ == 0 ? FrameDescriptor.BEGIN_FRAG_FLAG : 0).commit();
                sent++;
            } else {
                Thread.yield();
            }
        }
    }

    private byte[] damaged(final byte[] whole, final int times) {
        byte[] bytes = whole;
        for (int i = 0; i < times && bytes.length > 0; i++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte)random.nextInt(256);
                case 1 -> bytes[at] = (byte)(random.nextBoolean() ? 0xff : 0x7f);
                default -> bytes = java.util.Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private byte[] prove(final long instance, final long secretHi, final long secretLo) {
        return bytes(new ProveEncoder().wrapAndApplyHeader(frame, 0, header).instance(instance).secretHi(secretHi)
            .secretLo(secretLo).encodedLength());
    }

    private byte[] control() {
        return bytes(random.nextBoolean()
            ? new AttachEncoder().wrapAndApplyHeader(frame, 0, header).gateway(1).instance(7).streamId(9)
                .putChannel(TEXT, 0, TEXT.length).encodedLength()
            : new GatewayHelloEncoder().wrapAndApplyHeader(frame, 0, header).encodedLength(), random.nextInt(16));
    }

    private byte[] up(final int kind) {
        return bytes(switch (kind) {
            case 0, 1 -> new UpMessageEncoder().wrapAndApplyHeader(frame, 0, header).idHi(random.nextLong())
                .idLo(random.nextLong()).timeoutMs(2_000).ack((short)1).encoding((short)kind).putDestination(TEXT, 0, TEXT.length)
                .putConsumer(TEXT, 0, 0).putResponder(TEXT, 0, 4).putKey(TEXT, 0, 3).putTraceparent(TEXT, 0, 7)
                .putPayload(JSON, 0, JSON.length).encodedLength();
            case 2 -> new UpReplyEncoder().wrapAndApplyHeader(frame, 0, header).idHi(1).idLo(2).more((short)1).error((short)0)
                .ack((short)0).encoding((short)0).putErrorCode(TEXT, 0, 0).putErrorMessage(TEXT, 0, 0)
                .putPayload(JSON, 0, JSON.length).encodedLength();
            case 3 -> new UpBroadcastEncoder().wrapAndApplyHeader(frame, 0, header).idHi(1).idLo(2).hasId((short)1).ack((short)0)
                .encoding((short)0).putPayload(JSON, 0, JSON.length).encodedLength();
            case 4 -> new UpEmitEncoder().wrapAndApplyHeader(frame, 0, header).ack((short)0).encoding((short)0)
                .putEvent(TEXT, 0, 7).putPayload(JSON, 0, JSON.length).encodedLength();
            case 5 -> new UpServicesEncoder().wrapAndApplyHeader(frame, 0, header).reserved(0).putService(TEXT, 0, 7)
                .encodedLength();
            case 6 -> new UpStatusEncoder().wrapAndApplyHeader(frame, 0, header).idHi(1).idLo(2).encodedLength();
            case 7 -> new UpResumeEncoder().wrapAndApplyHeader(frame, 0, header).epoch(random.nextLong())
                .lastIndex(random.nextLong()).lastN(random.nextInt()).lastAck(random.nextLong()).encodedLength();
            default -> new UpUnregisterEncoder().wrapAndApplyHeader(frame, 0, header).reserved(0).encodedLength();
        });
    }

    private byte[] bytes(final int encodedLength) {
        return bytes(encodedLength, 0);
    }

    private byte[] bytes(final int encodedLength, final int cut) {
        final byte[] bytes = new byte[Math.max(0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength - cut)];
        frame.getBytes(0, bytes);
        return bytes;
    }
}
