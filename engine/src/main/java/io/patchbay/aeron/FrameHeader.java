package io.patchbay.aeron;

import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The layout that all down frames share: the SBE header, then index, n, flags and target. Delivery numbers a frame by it after
 * encoding the frame once, and receivers drop repeats by it.
 */
public final class FrameHeader {
    /** Length of the SBE message header, in bytes. */
    public static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    /** Minimum length of a down frame, in bytes, including the SBE header. */
    public static final int DOWN_LENGTH = HEADER_LENGTH + AcceptedDecoder.targetEncodingOffset() + Long.BYTES;
    private static final int TEMPLATE_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int INDEX_OFFSET = HEADER_LENGTH + AcceptedDecoder.indexEncodingOffset();
    private static final int N_OFFSET = HEADER_LENGTH + AcceptedDecoder.nEncodingOffset();
    private static final int TARGET_OFFSET = HEADER_LENGTH + AcceptedDecoder.targetEncodingOffset();

    private FrameHeader() {
    }

    /**
     * Returns the kind of a frame.
     *
     * @param buffer buffer with the frame.
     * @param offset offset of its SBE header.
     * @return its SBE template id.
     */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Returns the index of the record that caused a down frame.
     *
     * @param buffer buffer with the frame.
     * @param offset offset of its SBE header.
     * @return the index; 0 if the frame is not numbered.
     */
    public static long index(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + INDEX_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns the number of a down frame among its record's frames to this receiver.
     *
     * @param buffer buffer with the frame.
     * @param offset offset of its SBE header.
     * @return the number, from 0.
     */
    public static int n(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + N_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns the instance that a down frame is for.
     *
     * @param buffer buffer with the frame.
     * @param offset offset of its SBE header.
     * @return index of the instance's registration; 0 for all instances that listen to this kind of event.
     */
    public static long target(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TARGET_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    public static void putN(final MutableDirectBuffer buffer, final int n) {
        buffer.putInt(N_OFFSET, n, ByteOrder.LITTLE_ENDIAN);
    }
}
