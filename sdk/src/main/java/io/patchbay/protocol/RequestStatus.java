package io.patchbay.protocol;

/**
 * The status of a message, as a {@code status} query reports it (PROTOCOL.md, "Messages and replies").
 */
public enum RequestStatus {
    /** The message has not ended yet. */
    OPEN("open"),
    /** The message ended by its final reply; a one-way message ended by being routed. */
    REPLIED("replied"),
    /** The message ended as unhandled. */
    UNHANDLED("unhandled"),
    /** The server has never seen the message or has forgotten it, or another consumer sent it. */
    UNKNOWN("unknown");

    private static final RequestStatus[] VALUES = values();

    private final String wireName;

    RequestStatus(final String wireName) {
        this.wireName = wireName;
    }

    /**
     * Returns the name of this value in frames and records.
     *
     * @return the name as PROTOCOL.md spells it: lower case with hyphens.
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Returns the value with an ordinal, as carried in SBE frames.
     *
     * @param ordinal 0-based; SBE frames carry 255 for none.
     * @return the value, or {@code null} if the ordinal is out of range.
     */
    public static RequestStatus ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static RequestStatus fromWire(final CharSequence wireName) {
        for (final RequestStatus value : VALUES) {
            if (value.wireName.contentEquals(wireName)) {
                return value;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
