package io.patchbay.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Conversion of the times in frames: RFC 3339, UTC, up to nanoseconds. The usual form is parsed without allocation.
 */
public final class Rfc3339 {
    /** Length of the date, before the T. */
    static final int DATE_LENGTH = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Rfc3339() {
    }

    /** Returns a time in nanoseconds since the epoch; 0 if the text is not a time. */
    public static long epochNanos(final byte[] bytes, final int offset, final int length) {
        if (length < 20 || length > 30 || bytes[offset + length - 1] != 'Z' || bytes[offset + DATE_LENGTH] != 'T') {
            return general(bytes, offset, length);
        }
        int nanos = 0;
        int scale = (int)NANOS_PER_SECOND;
        for (int i = offset + 20; i < offset + length - 1; i++) {
            nanos = nanos * 10 + bytes[i] - '0';
            scale /= 10;
        }
        if (length == 20) {
            scale = 1;
        }
        return secondNanos(bytes, offset) + (long)nanos * scale;
    }

    /** Returns the second of a time of the usual form, in nanoseconds since the epoch. */
    static long secondNanos(final byte[] bytes, final int offset) {
        final int year = number(bytes, offset, 4);
        final int month = number(bytes, offset + 5, 2);
        final int day = number(bytes, offset + 8, 2);
        final int seconds = number(bytes, offset + 11, 2) * 3600 + number(bytes, offset + 14, 2) * 60
            + number(bytes, offset + 17, 2);
        return (days(year, month, day) * 86_400L + seconds) * NANOS_PER_SECOND;
    }

    /** Returns a time as frames spell it, with nine digits of fraction. */
    public static String format(final Instant instant) {
        final String seconds = instant.minusNanos(instant.getNano()).toString();
        return seconds.substring(0, seconds.length() - 1) + String.format(".%09dZ", instant.getNano());
    }

    public static Instant instant(final long epochNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    private static long general(final byte[] bytes, final int offset, final int length) {
        try {
            final Instant instant = OffsetDateTime.parse(new String(bytes, offset, Math.max(0, length),
                StandardCharsets.US_ASCII)).toInstant();
            return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
        } catch (final DateTimeException ex) {
            return 0;
        }
    }

    private static int number(final byte[] bytes, final int offset, final int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = value * 10 + bytes[offset + i] - '0';
        }
        return value;
    }

    /** Returns the days since 1970-01-01 of a date in the Gregorian calendar. The calculation uses years that begin in March. */
    private static long days(final int year, final int month, final int day) {
        final long y = month <= 2 ? year - 1L : year;
        final long era = Math.floorDiv(y, 400L);
        final long yearOfEra = y - era * 400;
        final long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}
