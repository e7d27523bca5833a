package io.patchbay.protocol;

/**
 * The rule by which an instance is chosen for a message without a key (PROTOCOL.md, "Which instance").
 */
public enum Choose {
    /** Each instance in turn, in order of registration. */
    ROUND_ROBIN("round-robin"),
    /** The instance with the fewest open requests. */
    LEAST_PENDING("least-pending");

    private static final Choose[] VALUES = values();

    private final String wireName;

    Choose(final String wireName) {
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
    public static Choose ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static Choose fromWire(final CharSequence wireName) {
        for (final Choose value : VALUES) {
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
