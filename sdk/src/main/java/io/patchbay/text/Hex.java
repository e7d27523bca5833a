package io.patchbay.text;

/**
 * Conversion of eight hexadecimal digits at a time. The digits are the bytes of a little-endian long: its lowest byte is the
 * first character. Used for the ids and indexes in frames and records. Any thread; allocates nothing.
 */
public final class Hex {
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x80 * EACH;
    private static final long CASE_BITS = 0x20 * EACH;
    private static final long LOW_NIBBLES = 0x0F * EACH;

    private Hex() {
    }

    /**
     * Returns whether eight characters are hexadecimal digits, of either case.
     *
     * @param ascii the characters; the lowest byte is the first one.
     * @return {@code true} if all eight are.
     */
    public static boolean isHex(final long ascii) {
        return invalid(ascii) == 0;
    }

    /**
     * Returns the value of eight digits that {@link #isHex} accepts.
     *
     * @param ascii the characters; the lowest byte is the first one.
     * @return 32 bits, unsigned.
     */
    public static long value(final long ascii) {
        // A letter has bit 6 set, and its low nibble is 9 less than its value.
        long nibbles = Long.reverseBytes((ascii & LOW_NIBBLES) + (ascii >>> 6 & EACH) * 9);
        nibbles = (nibbles | nibbles >>> 4) & 0x00FF_00FF_00FF_00FFL;
        nibbles = (nibbles | nibbles >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (nibbles | nibbles >>> 16) & 0xFFFF_FFFFL;
    }

    /**
     * Returns 32 bits as eight lower-case hexadecimal digits.
     *
     * @param value the value; only its lower 32 bits are used.
     * @return the characters; the lowest byte is the first one.
     */
    public static long digits(final long value) {
        long nibbles = value & 0xFFFF_FFFFL;
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFFL;
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FFL;
        nibbles = Long.reverseBytes((nibbles | nibbles << 4) & LOW_NIBBLES);
        final long letters = nibbles + 6 * EACH >>> 4 & EACH;
        return nibbles + '0' * EACH + letters * ('a' - '0' - 10);
    }

    /** Returns the high bit of each byte that is not a hexadecimal digit. If a byte is not ASCII, at least one bit is set. */
    static long invalid(final long ascii) {
        final long digit = reaches(ascii, '0') & ~reaches(ascii, '9' + 1);
        final long folded = ascii | CASE_BITS;
        final long letter = reaches(folded, 'a') & ~reaches(folded, 'f' + 1);
        return ~(digit | letter) & HIGH_BITS | ascii & HIGH_BITS;
    }

    /** Returns the high bit of each byte that is at least {@code limit}, provided that all bytes are ASCII. */
    private static long reaches(final long ascii, final int limit) {
        return (ascii & ~HIGH_BITS) + (0x80 - limit) * EACH;
    }
}
