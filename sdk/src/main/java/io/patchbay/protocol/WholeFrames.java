package io.patchbay.protocol;

import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.AttachDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.GatewayHelloDecoder;
import io.patchbay.protocol.sbe.GatewayReadyDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ResumeDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * A check that a frame from Aeron is complete before a decoder reads it. Complete means that the frame has all bytes that its
 * block, groups and length fields announce. The check is needed because another process writes the stream, and a tuned process
 * runs without Agrona's bounds checks. The SDK, the gateway and the engine use it. Stateless; any thread; allocates nothing.
 */
public final class WholeFrames {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int GROUP_HEADER = RegisteredDecoder.ServicesDecoder.HEADER_SIZE;
    private static final int TEMPLATE = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int SCHEMA = MessageHeaderDecoder.schemaIdEncodingOffset();
    private static final int BLOCK = MessageHeaderDecoder.blockLengthEncodingOffset();

    private WholeFrames() {
    }

    /**
     * Returns whether a frame has all the bytes that the decoder of its template will read.
     *
     * @param buffer buffer that holds the frame.
     * @param offset offset of the frame's SBE header.
     * @param length length of header and frame in bytes.
     * @return {@code true} if it is complete, or if its template is unknown in this schema; {@code false} for another schema.
     */
    public static boolean isWhole(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER || uint16(buffer, offset + SCHEMA) != MessageHeaderDecoder.SCHEMA_ID) {
            return false;
        }
        final int end = offset + length;
        switch (uint16(buffer, offset + TEMPLATE)) {
            case RequestDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, RequestDecoder.BLOCK_LENGTH, 5, 1);
            case ReplyDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, ReplyDecoder.BLOCK_LENGTH, 1, 3);
            case AcceptedDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, AcceptedDecoder.BLOCK_LENGTH, 0, 0);
            case LifecycleDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, LifecycleDecoder.BLOCK_LENGTH, 2, 1);
            case BroadcastDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, BroadcastDecoder.BLOCK_LENGTH, 1, 1);
            case CustomDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, CustomDecoder.BLOCK_LENGTH, 2, 1);
            case UnhandledDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, UnhandledDecoder.BLOCK_LENGTH, 3, 0);
            case FailureDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, FailureDecoder.BLOCK_LENGTH, 2, 0);
            case StatusDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, StatusDecoder.BLOCK_LENGTH, 0, 0);
            case DisconnectDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, DisconnectDecoder.BLOCK_LENGTH, 0, 0);
            case EngineHelloDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, EngineHelloDecoder.BLOCK_LENGTH, 0, 0);
            case GatewayHelloDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, GatewayHelloDecoder.BLOCK_LENGTH, 0, 0);
            case GatewayReadyDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, GatewayReadyDecoder.BLOCK_LENGTH, 0, 0);
            case AttachDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, AttachDecoder.BLOCK_LENGTH, 1, 0);
            case ResumeDecoder.TEMPLATE_ID:
                return isWhole(buffer, offset, end, ResumeDecoder.BLOCK_LENGTH, 0, 0);
            case RegisteredDecoder.TEMPLATE_ID:
                return isWholeGroup(buffer, afterBlock(buffer, offset, end, RegisteredDecoder.BLOCK_LENGTH), end,
                    RegisteredDecoder.ServicesDecoder.sbeBlockLength(), 1, 2);
            case ServicesDecoder.TEMPLATE_ID:
                return isWholeGroup(buffer, afterBlock(buffer, offset, end, ServicesDecoder.BLOCK_LENGTH), end,
                    ServicesDecoder.InstancesDecoder.sbeBlockLength(), 2, 1);
            default:
                return true;
        }
    }

    private static boolean isWhole(final DirectBuffer buffer, final int offset, final int end, final int blockLength,
        final int shortTexts, final int longData) {
        final int data = afterBlock(buffer, offset, end, blockLength);
        return data >= 0 && afterData(buffer, data, end, shortTexts, longData) >= 0;
    }

    private static boolean isWholeGroup(final DirectBuffer buffer, final int group, final int end, final int blockLength,
        final int shortTexts, final int longData) {
        if (group < 0 || end - group < GROUP_HEADER) {
            return false;
        }
        final int actualBlock = uint16(buffer, group);
        final int count = uint16(buffer, group + Short.BYTES);
        if (count > 0 && actualBlock < blockLength) {
            return false;
        }
        int position = group + GROUP_HEADER;
        for (int i = 0; i < count; i++) {
            if (actualBlock > end - position) {
                return false;
            }
            position = afterData(buffer, position + actualBlock, end, shortTexts, longData);
            if (position < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the position after the fields of fixed length, or a negative value if the frame ends before it. */
    private static int afterBlock(final DirectBuffer buffer, final int offset, final int end, final int blockLength) {
        final int actualBlock = uint16(buffer, offset + BLOCK);
        return actualBlock < blockLength || actualBlock > end - offset - HEADER ? -1 : offset + HEADER + actualBlock;
    }

    /**
     * Returns the position after the variable-length data, or a negative value if the frame ends before it. Short texts come
     * first.
     */
    private static int afterData(final DirectBuffer buffer, final int from, final int end, final int shortTexts,
        final int longData) {
        int position = from;
        for (int i = 0; i < shortTexts; i++) {
            if (end - position < Short.BYTES) {
                return -1;
            }
            final int length = uint16(buffer, position);
            position += Short.BYTES;
            if (length > end - position) {
                return -1;
            }
            position += length;
        }
        for (int i = 0; i < longData; i++) {
            if (end - position < Integer.BYTES) {
                return -1;
            }
            final int length = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN);
            position += Integer.BYTES;
            if (length < 0 || length > end - position) {
                return -1;
            }
            position += length;
        }
        return position;
    }

    private static int uint16(final DirectBuffer buffer, final int at) {
        return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
