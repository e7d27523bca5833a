package io.patchbay.protocol;

/**
 * The codes of error frames (contract, section 5).
 */
public enum ErrorCode {
    /** Not one JSON object in UTF-8. */
    BAD_JSON("bad-json"),
    /** A field is missing, doubled, or out of its range. */
    BAD_FIELD("bad-field"),
    /** No frame of that type. */
    UNKNOWN_TYPE("unknown-type"),
    /** Larger than maxFrame; closes. */
    TOO_LARGE("too-large"),
    /** A wrong token, or none where one is needed; closes. */
    UNAUTHORIZED("unauthorized"),
    /** Known, but not allowed. */
    FORBIDDEN("forbidden"),
    /** Needs a registration first. */
    NOT_REGISTERED("not-registered"),
    /** A session registers once. */
    ALREADY_REGISTERED("already-registered"),
    /** A message of that id is open or was not long ago. */
    DUPLICATE("duplicate"),
    /** A limit is reached; try again later. */
    OVERLOADED("overloaded"),
    /** Not authorized or registered in time; closes. */
    HANDSHAKE_TIMEOUT("handshake-timeout"),
    /** The server is about to stop. */
    SHUTTING_DOWN("shutting-down");

    private static final ErrorCode[] VALUES = values();

    private final String word;

    ErrorCode(final String word) {
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
    public static ErrorCode ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static ErrorCode fromWire(final CharSequence word) {
        for (final ErrorCode value : VALUES) {
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
