package io.patchbay.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.UpEmitEncoder;
import io.patchbay.protocol.sbe.UpMessageDecoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Random;

@Timeout(30)
class IngressFramesTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final byte[] TEXT = "pricing:quote, as long as it takes".getBytes(StandardCharsets.US_ASCII);

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldTakeAFrameOnlyWhole() {
        assertOnlyWhole(UpMessageEncoder.TEMPLATE_ID, message());
        assertOnlyWhole(UpReplyEncoder.TEMPLATE_ID, HEADER + new UpReplyEncoder().wrapAndApplyHeader(buffer, 0, header)
            .putErrorCode(TEXT, 0, 4).putErrorMessage(TEXT, 0, 0).putPayload(TEXT, 0, 7).encodedLength());
        assertOnlyWhole(UpEmitEncoder.TEMPLATE_ID, HEADER + new UpEmitEncoder().wrapAndApplyHeader(buffer, 0, header)
            .putEvent(TEXT, 0, 4).putPayload(TEXT, 0, 1).encodedLength());
        assertOnlyWhole(UpStatusEncoder.TEMPLATE_ID, HEADER + new UpStatusEncoder().wrapAndApplyHeader(buffer, 0, header)
            .idHi(1).idLo(2).encodedLength());
    }

    @Test
    void shouldNeverLetADecoderReadBeyondTheFrame() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        final Random random = new Random(seed);
        final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
        final UpMessageDecoder decoder = new UpMessageDecoder();
        final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        int whole = 0;
        for (int i = 0; i < 200_000; i++) {
            final int length = message();
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                buffer.putByte(random.nextInt(length), (byte)random.nextInt());
            }
            buffer.putShort(2, (short)UpMessageDecoder.TEMPLATE_ID);
            final int frame = HEADER + random.nextInt(length - HEADER + 1);
            view.wrap(buffer, 0, frame);
            if (IngressFrames.isWhole(UpMessageDecoder.TEMPLATE_ID, view)) {
                whole++;
                decoder.wrapAndApplyHeader(view, 0, headerDecoder);
                decoder.skipDestination();
                decoder.skipConsumer();
                decoder.skipResponder();
                decoder.skipKey();
                decoder.skipTraceparent();
                decoder.skipPayload();
                assertTrue(decoder.limit() <= frame, () -> "seed " + seed);
            }
        }
        assertTrue(whole > 0, () -> "seed " + seed);
    }

    private int message() {
        return HEADER + new UpMessageEncoder().wrapAndApplyHeader(buffer, 0, header)
            .idHi(1).idLo(2).timeoutMs(0).ack((short)0).encoding((short)0)
            .putDestination(TEXT, 0, 13).putConsumer(TEXT, 0, 0).putResponder(TEXT, 0, 6).putKey(TEXT, 0, 0)
            .putTraceparent(TEXT, 0, 0).putPayload(TEXT, 0, 20).encodedLength();
    }

    private void assertOnlyWhole(final int templateId, final int length) {
        for (int cut = HEADER; cut < length; cut++) {
            assertFalse(IngressFrames.isWhole(templateId, new UnsafeBuffer(buffer, 0, cut)));
        }
        assertTrue(IngressFrames.isWhole(templateId, new UnsafeBuffer(buffer, 0, length)));
        assertEquals(templateId, buffer.getShort(2) & 0xFFFF);
    }
}
