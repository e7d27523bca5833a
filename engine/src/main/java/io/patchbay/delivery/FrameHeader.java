package io.patchbay.delivery;

import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Where the parts that all down frames share lie: the SBE header, then index, n, flags and target. Used by delivery to number
 * a frame that it encoded once, and by receivers to drop repeats.
 */
public final class FrameHeader {
    /** Bytes of the SBE message header. */
    public static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    /** Bytes that every down frame has at least, the SBE header among them. */
    static final int DOWN_LENGTH = HEADER_LENGTH + AcceptedDecoder.targetEncodingOffset() + Long.BYTES;
    private static final int TEMPLATE_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int INDEX_OFFSET = HEADER_LENGTH + AcceptedDecoder.indexEncodingOffset();
    private static final int N_OFFSET = HEADER_LENGTH + AcceptedDecoder.nEncodingOffset();
    private static final int TARGET_OFFSET = HEADER_LENGTH + AcceptedDecoder.targetEncodingOffset();

    private FrameHeader() {
    }

    /**
     * Which frame it is.
     *
     * @param buffer with the frame.
     * @param offset of its SBE header.
     * @return an SBE template id.
     */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Index of the record that a down frame follows from.
     *
     * @param buffer with the frame.
     * @param offset of its SBE header.
     * @return 0 = not numbered.
     */
    public static long index(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + INDEX_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Number of a down frame among its record's frames to this receiver.
     *
     * @param buffer with the frame.
     * @param offset of its SBE header.
     * @return from 0.
     */
    public static int n(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + N_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Which instance a down frame is for.
     *
     * @param buffer with the frame.
     * @param offset of its SBE header.
     * @return 0 = all whom its kind of event concerns.
     */
    public static long target(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TARGET_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static void putN(final MutableDirectBuffer buffer, final int n) {
        buffer.putInt(N_OFFSET, n, ByteOrder.LITTLE_ENDIAN);
    }
}
