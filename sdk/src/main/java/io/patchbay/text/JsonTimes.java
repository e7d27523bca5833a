package io.patchbay.text;

/**
 * A parser of the times in frames that caches the last second. Most times lie in the second of the time before, so that only
 * their fraction is parsed.
 */
public final class JsonTimes {
    private static final int LENGTH = 30;
    private static final int FRACTION = 20;
    private static final int LAST_WORD_OF_SECOND = 11;

    private long first;
    private long second;
    private long third;
    private long secondNs;

    /** Returns a time in nanoseconds since the epoch; 0 if the text is not a time. */
    public long epochNanos(final byte[] bytes, final int offset, final int length) {
        if (length != LENGTH || bytes[offset + LENGTH - 1] != 'Z' || bytes[offset + Rfc3339.DATE_LENGTH] != 'T') {
            return Rfc3339.epochNanos(bytes, offset, length);
        }
        final int nanos = eightDigits(JsonBytes.longAt(bytes, offset + FRACTION)) * 10 + bytes[offset + LENGTH - 2] - '0';
        final long first8 = JsonBytes.longAt(bytes, offset);
        final long second8 = JsonBytes.longAt(bytes, offset + Long.BYTES);
        final long third8 = JsonBytes.longAt(bytes, offset + LAST_WORD_OF_SECOND);
        if (first8 != first || second8 != second || third8 != third) {
            secondNs = Rfc3339.secondNanos(bytes, offset);
            first = first8;
            second = second8;
            third = third8;
        }
        return secondNs + nanos;
    }

    private static int eightDigits(final long ascii) {
        long value = (ascii & 0x0F0F_0F0F_0F0F_0F0FL) * 2_561 >>> 8;
        value = (value & 0x00FF_00FF_00FF_00FFL) * 6_553_601 >>> 16;
        return (int)((value & 0x0000_FFFF_0000_FFFFL) * 42_949_672_960_001L >>> 32);
    }
}
