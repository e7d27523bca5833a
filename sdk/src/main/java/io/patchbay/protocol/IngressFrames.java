package io.patchbay.protocol;

import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.UpBroadcastDecoder;
import io.patchbay.protocol.sbe.UpEmitDecoder;
import io.patchbay.protocol.sbe.UpMessageDecoder;
import io.patchbay.protocol.sbe.UpReplyDecoder;
import io.patchbay.protocol.sbe.UpResumeDecoder;
import io.patchbay.protocol.sbe.UpServicesDecoder;
import io.patchbay.protocol.sbe.UpStatusDecoder;
import io.patchbay.protocol.sbe.UpUnregisterDecoder;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Checks that an ingress frame is as long as its block length and its field lengths require, before a decoder reads it. A
 * client's frame cannot be trusted, and the launcher turns Agrona's own bounds checks off. Stateless; any thread may call it.
 */
public final class IngressFrames {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private IngressFrames() {
    }

    /**
     * Returns whether a frame has everything that the decoder of its template reads.
     *
     * @param templateId from the SBE header, which must be complete.
     * @param frame      the whole frame, from its SBE header on.
     * @return true also for a template that has no decoder.
     */
    public static boolean isWhole(final int templateId, final DirectBuffer frame) {
        switch (templateId) {
            case UpMessageDecoder.TEMPLATE_ID:
                return isWhole(frame, UpMessageDecoder.BLOCK_LENGTH, 5, 1);
            case UpReplyDecoder.TEMPLATE_ID:
                return isWhole(frame, UpReplyDecoder.BLOCK_LENGTH, 0, 3);
            case UpBroadcastDecoder.TEMPLATE_ID:
                return isWhole(frame, UpBroadcastDecoder.BLOCK_LENGTH, 0, 1);
            case UpEmitDecoder.TEMPLATE_ID:
                return isWhole(frame, UpEmitDecoder.BLOCK_LENGTH, 1, 1);
            case UpServicesDecoder.TEMPLATE_ID:
                return isWhole(frame, UpServicesDecoder.BLOCK_LENGTH, 1, 0);
            case UpStatusDecoder.TEMPLATE_ID:
                return isWhole(frame, UpStatusDecoder.BLOCK_LENGTH, 0, 0);
            case UpUnregisterDecoder.TEMPLATE_ID:
                return isWhole(frame, UpUnregisterDecoder.BLOCK_LENGTH, 0, 0);
            case UpResumeDecoder.TEMPLATE_ID:
                return isWhole(frame, UpResumeDecoder.BLOCK_LENGTH, 0, 0);
            default:
                return true;
        }
    }

    /** Checks the block, then the short texts, then the long data. All frames have that order. */
    private static boolean isWhole(final DirectBuffer frame, final int blockLength, final int shortTexts, final int longData) {
        final int end = frame.capacity();
        final int actualBlock =
            frame.getShort(MessageHeaderDecoder.blockLengthEncodingOffset(), ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        int position = HEADER + actualBlock;
        if (actualBlock < blockLength || position > end) {
            return false;
        }
        for (int i = 0; i < shortTexts; i++) {
            if (end - position < Short.BYTES) {
                return false;
            }
            position += Short.BYTES + (frame.getShort(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        }
        for (int i = 0; i < longData; i++) {
            if (end - position < Integer.BYTES) {
                return false;
            }
            final int length = frame.getInt(position, ByteOrder.LITTLE_ENDIAN);
            position += Integer.BYTES;
            if (length < 0 || length > end - position) {
                return false;
            }
            position += length;
        }
        return position <= end;
    }
}
