package io.patchbay.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * UUIDs as two longs, read and written as 36 ASCII characters without allocation. Case is ignored when read, lower when
 * written (contract, section 4).
 */
public final class Uuids {
    /** Characters of a UUID. */
    public static final int LENGTH = 36;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Uuids() {
    }

    /**
     * Is this range of bytes a UUID in the 8-4-4-4-12 form?
     *
     * @param buffer holding it.
     * @param offset of the first byte.
     * @param length in bytes.
     * @return true if it is one.
     */
    public static boolean isUuid(final DirectBuffer buffer, final int offset, final int length) {
        if (length != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            final byte c = buffer.getByte(offset + i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return false;
                }
            } else if (digit(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The upper 64 bits of a UUID that {@link #isUuid} has accepted.
     *
     * @param buffer holding it.
     * @param offset of its first byte.
     * @return the upper 64 bits.
     */
    public static long hi(final DirectBuffer buffer, final int offset) {
        return hex(buffer, offset, 8) << 32 | hex(buffer, offset + 9, 4) << 16 | hex(buffer, offset + 14, 4);
    }

    /**
     * The lower 64 bits of a UUID that {@link #isUuid} has accepted.
     *
     * @param buffer holding it.
     * @param offset of its first byte.
     * @return the lower 64 bits.
     */
    public static long lo(final DirectBuffer buffer, final int offset) {
        return hex(buffer, offset + 19, 4) << 48 | hex(buffer, offset + 24, 12);
    }

    /**
     * Writes a UUID in lower case.
     *
     * @param hi     upper 64 bits.
     * @param lo     lower 64 bits.
     * @param target takes {@link #LENGTH} bytes.
     * @param offset of the first.
     */
    public static void put(final long hi, final long lo, final MutableDirectBuffer target, final int offset) {
        digits(hi >>> 32, 8, target, offset);
        target.putByte(offset + 8, (byte)'-');
        digits(hi >>> 16, 4, target, offset + 9);
        target.putByte(offset + 13, (byte)'-');
        digits(hi, 4, target, offset + 14);
        target.putByte(offset + 18, (byte)'-');
        digits(lo >>> 48, 4, target, offset + 19);
        target.putByte(offset + 23, (byte)'-');
        digits(lo, 12, target, offset + 24);
    }

    /**
     * A UUID as text, for places that may allocate.
     *
     * @param hi upper 64 bits.
     * @param lo lower 64 bits.
     * @return 36 lower case characters.
     */
    public static String toString(final long hi, final long lo) {
        return new java.util.UUID(hi, lo).toString();
    }

    private static long hex(final DirectBuffer buffer, final int offset, final int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 4 | digit(buffer.getByte(offset + i));
        }
        return value;
    }

    private static void digits(final long value, final int count, final MutableDirectBuffer target, final int offset) {
        long rest = value;
        for (int i = count - 1; i >= 0; i--) {
            target.putByte(offset + i, HEX[(int)(rest & 15)]);
            rest >>>= 4;
        }
    }

    private static int digit(final byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        final int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
