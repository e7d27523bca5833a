package io.patchbay.gateway.json;

import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Formats engine time as RFC 3339 in UTC with nine digits of fraction, without allocation. It keeps the text of the last second,
 * since most calls fall into the same one. One thread.
 */
public final class TimeText {
    /** Number of bytes that {@link #put} writes. */
    public static final int LENGTH = 30;
    private static final int PREFIX_LENGTH = 20;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;

    private static final int PADDED_LENGTH = 32;

    /** Padded to whole longs, so that it can be copied eight bytes at a time. */
    private final byte[] text = "0000-00-00T00:00:00.000000000Z  ".getBytes(StandardCharsets.US_ASCII);
    private final byte[] padded = new byte[PADDED_LENGTH];
    private long second = Long.MIN_VALUE;

    /**
     * Formats one time.
     *
     * @param epochNs nanoseconds since 1970, not negative: the years 1970 to 2262.
     * @param target  must have {@link #LENGTH} bytes from {@code offset} on.
     * @param offset  of the first byte.
     * @return {@link #LENGTH}.
     */
    public int put(final long epochNs, final MutableDirectBuffer target, final int offset) {
        put(epochNs, padded, 0);
        target.putBytes(offset, padded, 0, LENGTH);
        return LENGTH;
    }

    /** Formats one time into an array, and overwrites the two bytes after it. */
    void put(final long epochNs, final byte[] target, final int at) {
        final long now = Math.floorDiv(epochNs, NS_PER_SECOND);
        if (now != second) {
            second = now;
            date((int)Math.floorDiv(now, (long)SECONDS_PER_DAY));
            final int ofDay = (int)Math.floorMod(now, (long)SECONDS_PER_DAY);
            digits(ofDay / 3600, 11, 2);
            digits(ofDay / 60 % 60, 14, 2);
            digits(ofDay % 60, 17, 2);
        }
        for (int i = 0; i < PADDED_LENGTH; i += Long.BYTES) {
            LongBytes.put(target, at + i, LongBytes.get(text, i));
        }
        final int fraction = (int)(epochNs - now * NS_PER_SECOND);
        target[at + PREFIX_LENGTH] = (byte)('0' + fraction / 100_000_000);
        LongBytes.put(target, at + PREFIX_LENGTH + 1, eightDigits(fraction % 100_000_000));
    }

    /**
     * Returns eight digits, the first in the lowest byte. Splits numbers in halves, all at once: 8 digits into 2 × 4, 4 × 2 and 8
     * × 1.
     */
    private static long eightDigits(final int value) {
        final long fours = value / 10_000 | (long)(value % 10_000) << 32;
        final long hundreds = fours * 10_486 >>> 20 & 0x0000007f0000007fL;
        final long twos = (fours - hundreds * 100 << 16) + hundreds;
        final long tens = twos * 103 >>> 10 & 0x000f000f000f000fL;
        return tens + (twos - tens * 10 << 8) + LongBytes.ONES * '0';
    }

    /** Writes year, month and day. The computation lets years begin in March, so that a leap day is the last day of a year. */
    private void date(final int epochDay) {
        final int day = epochDay + 719_468;
        final int era = Math.floorDiv(day, 146_097);
        final int ofEra = day - era * 146_097;
        final int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        final int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        final int marchMonth = (5 * ofYear + 2) / 153;
        final int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        digits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 0, 4);
        digits(month, 5, 2);
        digits(ofYear - (153 * marchMonth + 2) / 5 + 1, 8, 2);
    }

    private void digits(final int value, final int from, final int count) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
    }
}
