package io.patchbay.gateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Accesses the bytes of an array eight at a time, as a long with the first byte in the lowest bits. This takes an eighth of the
 * steps of single bytes. An access may reach past the end of the text, so owners pad their arrays.
 */
final class LongBytes {
    /** Number of bytes that an array must have after its text. */
    static final int PADDING = 16;
    /** A one in each byte. */
    static final long ONES = 0x0101010101010101L;
    /** The highest bit of each byte. */
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private LongBytes() {
    }

    static long get(final byte[] bytes, final int at) {
        return (long)LONGS.get(bytes, at);
    }

    static void put(final byte[] bytes, final int at, final long word) {
        LONGS.set(bytes, at, word);
    }

    /** Returns the first 1 to 8 bytes, with zeros above them. */
    static long head(final byte[] bytes, final int at, final int length) {
        final long word = get(bytes, at);
        return length >= Long.BYTES ? word : word & (1L << (length << 3)) - 1;
    }

    /**
     * Returns the high bit of the first byte that must be escaped in a JSON string: a quote, a backslash or a control character.
     * The result is 0 where there is no such byte. Bits above the lowest one that is set may be wrong.
     */
    static long specials(final long word) {
        final long quotes = word ^ QUOTES;
        final long backslashes = word ^ BACKSLASHES;
        return (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes | word - SPACES & ~word) & HIGH_BITS;
    }

    /** Returns the number of the byte that has the lowest bit that is set, 0 to 7. */
    static int first(final long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }
}
