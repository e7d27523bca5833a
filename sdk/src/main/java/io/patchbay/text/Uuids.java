package io.patchbay.text;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Conversion of UUIDs between two longs and 36 ASCII characters, without allocation. Reading ignores case; writing is in lower
 * case.
 */
public final class Uuids {
    /** Length of a UUID in characters. */
    public static final int LENGTH = 36;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);

    private Uuids() {
    }

    /**
     * Returns whether a range of bytes is a UUID in the 8-4-4-4-12 form.
     *
     * @param buffer buffer that holds the bytes.
     * @param offset offset of the first byte.
     * @param length number of bytes.
     * @return {@code true} if it is.
     */
    public static boolean isUuid(final DirectBuffer buffer, final int offset, final int length) {
        if (length != LENGTH) {
            return false;
        }
        if (buffer.getByte(offset + 8) != '-' || buffer.getByte(offset + 13) != '-' || buffer.getByte(offset + 18) != '-'
            || buffer.getByte(offset + 23) != '-') {
            return false;
        }
        return (Hex.invalid(eight(buffer, offset)) | Hex.invalid(twice4(buffer, offset + 9, offset + 14))
            | Hex.invalid(twice4(buffer, offset + 19, offset + 24)) | Hex.invalid(eight(buffer, offset + 28))) == 0;
    }

    /**
     * Returns the upper 64 bits of a UUID that {@link #isUuid} has accepted.
     *
     * @param buffer buffer that holds the UUID.
     * @param offset offset of its first byte.
     * @return the upper 64 bits.
     */
    public static long hi(final DirectBuffer buffer, final int offset) {
        return Hex.value(eight(buffer, offset)) << 32 | Hex.value(twice4(buffer, offset + 9, offset + 14));
    }

    /**
     * Returns the lower 64 bits of a UUID that {@link #isUuid} has accepted.
     *
     * @param buffer buffer that holds the UUID.
     * @param offset offset of its first byte.
     * @return the lower 64 bits.
     */
    public static long lo(final DirectBuffer buffer, final int offset) {
        return Hex.value(twice4(buffer, offset + 19, offset + 24)) << 32 | Hex.value(eight(buffer, offset + 28));
    }

    /**
     * Writes a UUID in lower case.
     *
     * @param hi     upper 64 bits.
     * @param lo     lower 64 bits.
     * @param target buffer with room for {@link #LENGTH} bytes.
     * @param offset offset of the first byte to write.
     */
    public static void put(final long hi, final long lo, final MutableDirectBuffer target, final int offset) {
        final long middle = Hex.digits(hi);
        final long lower = Hex.digits(lo >>> 32);
        target.putLong(offset, Hex.digits(hi >>> 32), ORDER);
        target.putByte(offset + 8, (byte)'-');
        target.putInt(offset + 9, (int)middle, ORDER);
        target.putByte(offset + 13, (byte)'-');
        target.putInt(offset + 14, (int)(middle >>> 32), ORDER);
        target.putByte(offset + 18, (byte)'-');
        target.putInt(offset + 19, (int)lower, ORDER);
        target.putByte(offset + 23, (byte)'-');
        target.putInt(offset + 24, (int)(lower >>> 32), ORDER);
        target.putLong(offset + 28, Hex.digits(lo), ORDER);
    }

    /**
     * Writes a UUID in lower case.
     *
     * @param hi     upper 64 bits.
     * @param lo     lower 64 bits.
     * @param target array with room for {@link #LENGTH} bytes.
     * @param offset offset of the first byte to write.
     */
    public static void put(final long hi, final long lo, final byte[] target, final int offset) {
        final long middle = Hex.digits(hi);
        final long lower = Hex.digits(lo >>> 32);
        LONGS.set(target, offset, Hex.digits(hi >>> 32));
        target[offset + 8] = '-';
        INTS.set(target, offset + 9, (int)middle);
        target[offset + 13] = '-';
        INTS.set(target, offset + 14, (int)(middle >>> 32));
        target[offset + 18] = '-';
        INTS.set(target, offset + 19, (int)lower);
        target[offset + 23] = '-';
        INTS.set(target, offset + 24, (int)(lower >>> 32));
        LONGS.set(target, offset + 28, Hex.digits(lo));
    }

    /**
     * Returns a UUID as text. This method allocates.
     *
     * @param hi upper 64 bits.
     * @param lo lower 64 bits.
     * @return 36 lower-case characters.
     */
    public static String toString(final long hi, final long lo) {
        return new java.util.UUID(hi, lo).toString();
    }

    private static long eight(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, ORDER);
    }

    /** Returns two groups of four characters as one group of eight. */
    private static long twice4(final DirectBuffer buffer, final int first, final int second) {
        return buffer.getInt(first, ORDER) & 0xFFFF_FFFFL | (long)buffer.getInt(second, ORDER) << 32;
    }
}
