package io.patchbay.replay.print;

import io.patchbay.protocol.Indexes;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * A place in the journal as an operator gives it: the index of a record, or a time.
 */
public final class Position {
    private final boolean isIndex;
    private final long value;

    private Position(final boolean isIndex, final long value) {
        this.isIndex = isIndex;
        this.value = value;
    }

    public static Position index(final long index) {
        return new Position(true, index);
    }

    static Position time(final long epochNs) {
        return new Position(false, epochNs);
    }

    /** Reads {@code 0x4f6800000001} or {@code 2026-11-22T21:28:00.5Z}. */
    public static Position parse(final String text) {
        try {
            if (text.startsWith("0x") || text.startsWith("i-0x")) {
                return index(Indexes.parse(text));
            }
            return time(Times.toEpochNs(OffsetDateTime.parse(text).toInstant()));
        } catch (final NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is neither an index (0x4f6800000001) nor an RFC 3339 time"
                + " (2026-11-22T21:28:00Z)", e);
        }
    }

    /** Does a record of this index and engine time come before this place? */
    public boolean isAfter(final long index, final long timeNs) {
        return isIndex ? Long.compareUnsigned(index, value) < 0 : timeNs < value;
    }

    /** Does a record of this index and engine time come after this place? */
    public boolean isBefore(final long index, final long timeNs) {
        return isIndex ? Long.compareUnsigned(index, value) > 0 : timeNs > value;
    }
}
