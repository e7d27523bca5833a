package io.patchbay.gateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes of an array eight at a time, the first in the lowest byte. Reading and writing text this way costs an eighth of the
 * steps; arrays are padded by their owners so that a word may reach past the end of what it is about.
 */
final class LongBytes {
    /** How many bytes past its text an array must have. */
    static final int PADDING = 16;
    /** One in each byte. */
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

    /** The first 1 to 8 bytes, zeros above. */
    static long head(final byte[] bytes, final int at, final int length) {
        final long word = get(bytes, at);
        return length >= Long.BYTES ? word : word & (1L << (length << 3)) - 1;
    }

    /**
     * The high bit of the first byte that may not stand in a JSON string as it is: a quote, a backslash, a control character.
     * Bits above the first may be wrong.
     */
    static long specials(final long word) {
        final long quotes = word ^ QUOTES;
        final long backslashes = word ^ BACKSLASHES;
        return (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes | word - SPACES & ~word) & HIGH_BITS;
    }

    /** Which byte of the word has the lowest bit that is set. */
    static int first(final long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }
}
