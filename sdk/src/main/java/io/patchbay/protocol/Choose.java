package io.patchbay.protocol;

/**
 * How an instance is chosen for a message without a key (contract, section 3).
 */
public enum Choose {
    /** In turn, in order of registration. */
    ROUND_ROBIN("round-robin"),
    /** The one with the fewest open requests. */
    LEAST_PENDING("least-pending");

    private static final Choose[] VALUES = values();

    private final String word;

    Choose(final String word) {
        this.word = word;
    }

    /**
     * The word as it stands in frames and records.
     *
     * @return the contract's spelling.
     */
    public String wireName() {
        return word;
    }

    /**
     * The value with an ordinal, as carried in SBE frames.
     *
     * @param ordinal 0-based; anything out of range (255 is used for none) gives null.
     * @return the value, or null.
     */
    public static Choose ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static Choose fromWire(final CharSequence word) {
        for (final Choose value : VALUES) {
            if (value.word.contentEquals(word)) {
                return value;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return word;
    }
}
