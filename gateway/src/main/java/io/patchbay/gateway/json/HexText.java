package io.patchbay.gateway.json;

/**
 * Reads and writes hexadecimal digits and UUIDs, eight characters at a time.
 */
final class HexText {
    /** Length of a UUID in characters. */
    static final int UUID_LENGTH = 36;
    private static final long NIBBLES = 0x0f0f0f0f0f0f0f0fL;

    private HexText() {
    }

    /** Returns whether the text is a UUID in the 8-4-4-4-12 form, of either case. */
    static boolean isUuid(final byte[] text, final int from, final int length) {
        return length == UUID_LENGTH
            && text[from + 8] == '-' && text[from + 13] == '-' && text[from + 18] == '-' && text[from + 23] == '-'
            && (digits(LongBytes.get(text, from)) & digits(pair(text, from + 9, from + 14))
                & digits(pair(text, from + 19, from + 24)) & digits(LongBytes.get(text, from + 28))) == LongBytes.HIGH_BITS;
    }

    /** Returns the upper half of a UUID that {@link #isUuid} has accepted. */
    static long uuidHi(final byte[] text, final int from) {
        return value(LongBytes.get(text, from)) << 32 | value(pair(text, from + 9, from + 14));
    }

    /** Returns the lower half of a UUID that {@link #isUuid} has accepted. */
    static long uuidLo(final byte[] text, final int from) {
        return value(pair(text, from + 19, from + 24)) << 32 | value(LongBytes.get(text, from + 28));
    }

    /** Writes a UUID in lower case. */
    static void putUuid(final long hi, final long lo, final byte[] to, final int at) {
        final long second = text((int)hi);
        final long third = text((int)(lo >>> 32));
        LongBytes.put(to, at, text((int)(hi >>> 32)));
        to[at + 8] = '-';
        LongBytes.put(to, at + 9, second);
        LongBytes.put(to, at + 14, second >>> 32);
        to[at + 13] = '-';
        LongBytes.put(to, at + 19, third);
        to[at + 18] = '-';
        LongBytes.put(to, at + 24, third >>> 32);
        to[at + 23] = '-';
        LongBytes.put(to, at + 28, text((int)lo));
    }

    /**
     * Writes a number in hexadecimal digits without leading zeros.
     *
     * @param value taken as unsigned.
     * @param to    must have 16 bytes from {@code at} on, however many digits the number has.
     * @param at    position of the first digit.
     * @return the number of digits, at least one.
     */
    static int put(final long value, final byte[] to, final int at) {
        final int digits = Math.max(1, 16 - (Long.numberOfLeadingZeros(value) >>> 2));
        final long aligned = value << (16 - digits << 2);
        LongBytes.put(to, at, text((int)(aligned >>> 32)));
        LongBytes.put(to, at + 8, text((int)aligned));
        return digits;
    }

    /** Joins two groups of four characters in one long. */
    private static long pair(final byte[] text, final int first, final int second) {
        return LongBytes.get(text, first) & 0xffffffffL | LongBytes.get(text, second) << 32;
    }

    /** Returns the high bit of each byte that is a hexadecimal digit, of either case. */
    private static long digits(final long word) {
        final long plain = word & ~LongBytes.HIGH_BITS;
        final long lower = plain | LongBytes.ONES * 0x20;
        final long decimal = plain + LongBytes.ONES * (0x80 - '0') & ~(plain + LongBytes.ONES * (0x80 - '9' - 1));
        final long letter = lower + LongBytes.ONES * (0x80 - 'a') & ~(lower + LongBytes.ONES * (0x80 - 'f' - 1));
        return (decimal | letter) & ~word & LongBytes.HIGH_BITS;
    }

    /** Returns the value of eight digits, the first of which is in the lowest byte. */
    private static long value(final long word) {
        final long letters = word >>> 6 & LongBytes.ONES;
        long nibbles = Long.reverseBytes((word & NIBBLES) + letters * 9);
        nibbles = (nibbles | nibbles >>> 4) & 0x00ff00ff00ff00ffL;
        nibbles = (nibbles | nibbles >>> 8) & 0x0000ffff0000ffffL;
        return (nibbles | nibbles >>> 16) & 0xffffffffL;
    }

    /** Returns eight digits, the first of them in the lowest byte. */
    private static long text(final int value) {
        long nibbles = value & 0xffffffffL;
        nibbles = (nibbles | nibbles << 16) & 0x0000ffff0000ffffL;
        nibbles = (nibbles | nibbles << 8) & 0x00ff00ff00ff00ffL;
        nibbles = (nibbles | nibbles << 4) & NIBBLES;
        final long letters = nibbles + LongBytes.ONES * 6 >>> 4 & LongBytes.ONES;
        return Long.reverseBytes(nibbles + LongBytes.ONES * '0' + letters * ('a' - '9' - 1));
    }
}
