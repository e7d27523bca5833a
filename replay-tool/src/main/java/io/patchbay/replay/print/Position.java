package io.patchbay.replay.print;

import io.patchbay.protocol.Indexes;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * A place in the journal, given by an operator as the index of a record or as a time.
 */
public final class Position {
    private final boolean isIndex;
    private final long value;

    private Position(final boolean isIndex, final long value) {
        this.isIndex = isIndex;
        this.value = value;
    }

    /** Returns the place of a record. */
    public static Position index(final long index) {
        return new Position(true, index);
    }

    static Position time(final long epochNs) {
        return new Position(false, epochNs);
    }

    /**
     * Parses an index such as {@code 0x4f6800000001}, or a time such as {@code 2026-11-22T21:28:00.5Z}.
     *
     * @throws IllegalArgumentException if the text is neither.
     */
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

    /** Returns whether this place comes after a record with this index and engine time. */
    public boolean isAfter(final long index, final long timeNs) {
        return isIndex ? Long.compareUnsigned(index, value) < 0 : timeNs < value;
    }

    /** Returns whether this place comes before a record with this index and engine time. */
    public boolean isBefore(final long index, final long timeNs) {
        return isIndex ? Long.compareUnsigned(index, value) > 0 : timeNs > value;
    }
}
