package io.patchbay.protocol;

/**
 * Hexadecimal digits eight at a time, as the bytes of a little-endian long: the lowest byte is the first character. For
 * whoever reads or writes ids and indexes in frames and records. Any thread, no allocation.
 */
public final class Hex {
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x80 * EACH;
    private static final long CASE_BITS = 0x20 * EACH;
    private static final long LOW_NIBBLES = 0x0F * EACH;

    private Hex() {
    }

    /**
     * Are these eight hexadecimal digits, of either case?
     *
     * @param ascii the characters.
     * @return true if so.
     */
    public static boolean isHex(final long ascii) {
        return invalid(ascii) == 0;
    }

    /**
     * Reads eight digits that {@link #isHex} accepts.
     *
     * @param ascii the characters.
     * @return 32 bits, unsigned.
     */
    public static long value(final long ascii) {
        // a letter has bit 6 set and its low nibble is 9 less than its value
        long nibbles = Long.reverseBytes((ascii & LOW_NIBBLES) + (ascii >>> 6 & EACH) * 9);
        nibbles = (nibbles | nibbles >>> 4) & 0x00FF_00FF_00FF_00FFL;
        nibbles = (nibbles | nibbles >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (nibbles | nibbles >>> 16) & 0xFFFF_FFFFL;
    }

    /**
     * Spells 32 bits as eight lower case digits.
     *
     * @param value only its lower 32 bits count.
     * @return the characters.
     */
    public static long digits(final long value) {
        long nibbles = value & 0xFFFF_FFFFL;
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFFL;
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FFL;
        nibbles = Long.reverseBytes((nibbles | nibbles << 4) & LOW_NIBBLES);
        final long letters = nibbles + 6 * EACH >>> 4 & EACH;
        return nibbles + '0' * EACH + letters * ('a' - '0' - 10);
    }

    /** The high bit of each byte that is no digit; of bytes that are no ASCII, at least one bit. */
    static long invalid(final long ascii) {
        final long digit = reaches(ascii, '0') & ~reaches(ascii, '9' + 1);
        final long folded = ascii | CASE_BITS;
        final long letter = reaches(folded, 'a') & ~reaches(folded, 'f' + 1);
        return ~(digit | letter) & HIGH_BITS | ascii & HIGH_BITS;
    }

    /** The high bit of each byte that is at least a limit, where all bytes are ASCII. */
    private static long reaches(final long ascii, final int limit) {
        return (ascii & ~HIGH_BITS) + (0x80 - limit) * EACH;
    }
}
