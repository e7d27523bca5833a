package io.patchbay.protocol;

/**
 * What became of a message (contract, section 4, status).
 */
public enum RequestStatus {
    /** Not ended yet. */
    OPEN("open"),
    /** Ended by a final reply; a one-way message: by being routed. */
    REPLIED("replied"),
    /** Ended as unhandled. */
    UNHANDLED("unhandled"),
    /** Never seen, forgotten, or not the asker's. */
    UNKNOWN("unknown");

    private static final RequestStatus[] VALUES = values();

    private final String word;

    RequestStatus(final String word) {
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
    public static RequestStatus ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static RequestStatus fromWire(final CharSequence word) {
        for (final RequestStatus value : VALUES) {
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
