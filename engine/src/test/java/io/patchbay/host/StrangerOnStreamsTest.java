package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.delivery.TestGateway;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.protocol.StreamIds;
import io.patchbay.protocol.sbe.AttachEncoder;
import io.patchbay.protocol.sbe.EngineHelloEncoder;
import io.patchbay.protocol.sbe.GatewayHelloEncoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FrameDescriptor;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/**
 * Tests a foreign client on the same media driver that writes to the streams of engine and gateway.
 */
@Timeout(60)
class StrangerOnStreamsTest {
    private static final byte[] PAYLOAD = {'1'};
    private static final int GARBAGE = 500;
    private static final int FRAGMENT_BYTES = 1_024;

    @TempDir
    Path dir;

    @Test
    void shouldPassOverGarbageOnEveryStream() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("-Dpatchbay.seed=" + seed);
        final Random random = new Random(seed);
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long consumer = gateway.register("shop", "");
            gateway.register("pricing", "quote");
            rig.runUntil("registered", () -> gateway.frames("Registered").size() == 2);

            try (Aeron stranger = connect(gateway)) {
                for (final int stream : new int[] {StreamIds.CONTROL, StreamIds.ENGINE_HELLO, StreamIds.GATEWAY_DELIVERY_BASE,
                    gateway.link.ingressStreamId()}) {
                    final ExclusivePublication publication = publication(rig, stranger, stream);
                    for (int i = 0; i < GARBAGE; i++) {
                        offer(rig, publication, garbage(random));
                    }
                    publication.close();
                }
                gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
                rig.runUntil("the request after it", () -> gateway.frames("Request").size() == 1);
            }

            rig.runUntil("the garbage to be counted", () -> gateway.link.brokenFrames() == GARBAGE);
        }
    }

    @Test
    void shouldNotHoldAMessageThatNeverEnds() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            gateway.register("shop", "");
            rig.runUntil("registered", () -> gateway.frames("Registered").size() == 1);

            try (Aeron stranger = connect(gateway)) {
                final ExclusivePublication up = publication(rig, stranger, gateway.link.ingressStreamId());
                for (int i = 0; i < 4_096; i++) {
                    fragment(rig, up, i == 0 ? FrameDescriptor.BEGIN_FRAG_FLAG : 0);
                }
                fragment(rig, up, FrameDescriptor.END_FRAG_FLAG);
                final int before = gateway.ingress.size();
                fragment(rig, up, FrameDescriptor.BEGIN_FRAG_FLAG);
                fragment(rig, up, FrameDescriptor.END_FRAG_FLAG);
                rig.runUntil("the message after it", () -> gateway.ingress.size() > before);

                assertEquals(1, gateway.tooLarge);
                assertEquals(2, gateway.ingress.size());
            }
        }
    }

    private static Aeron connect(final TestGateway gateway) {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(gateway.link.aeronDir()));
    }

    /** Adds a publication without blocking, since the driver runs on the rig's thread. */
    private static ExclusivePublication publication(final HostRig rig, final Aeron aeron, final int stream) {
        final long id = aeron.asyncAddExclusivePublication(GatewayLink.IPC, stream);
        final ExclusivePublication[] publication = new ExclusivePublication[1];
        rig.runUntil("a connection", () -> {
            publication[0] = publication[0] == null ? aeron.getExclusivePublication(id) : publication[0];
            return publication[0] != null && publication[0].isConnected();
        });
        return publication[0];
    }

    /** Returns random bytes, or the beginning of a frame that a decoder would accept; never a whole frame. */
    private static byte[] garbage(final Random random) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final int length;
        switch (random.nextInt(4)) {
            case 0:
                length = MessageHeaderEncoder.ENCODED_LENGTH + new AttachEncoder().wrapAndApplyHeader(buffer, 0, header)
                    .gateway(random.nextLong()).instance(7).streamId(9).putChannel(new byte[40], 0, 40).encodedLength();
                break;
            case 1:
                length = MessageHeaderEncoder.ENCODED_LENGTH
                    + new GatewayHelloEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength();
                break;
            case 2:
                length = MessageHeaderEncoder.ENCODED_LENGTH
                    + new EngineHelloEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength();
                break;
            default:
                random.nextBytes(buffer.byteArray());
                length = buffer.capacity();
                break;
        }
        final byte[] bytes = new byte[random.nextInt(length)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static void offer(final HostRig rig, final ExclusivePublication to, final byte[] bytes) {
        rig.runUntil("room", () -> to.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
        rig.runOnce();
    }

    private static void fragment(final HostRig rig, final ExclusivePublication to, final int flags) {
        final BufferClaim claim = new BufferClaim();
        rig.runUntil("room", () -> to.tryClaim(FRAGMENT_BYTES, claim) > 0);
        claim.flags((byte)flags).commit();
    }
}
