package io.patchbay.protocol;

/**
 * Why a message was not delivered or not answered, in the order in which they are checked (contract, section 5).
 */
public enum UnhandledReason {
    /** No instance of that service is registered. */
    NO_SERVICE("no-service"),
    /** No instance has that version. */
    NO_VERSION("no-version"),
    /** No instance of that version has that method. */
    NO_METHOD("no-method"),
    /** The deadline passed; an instance may have acted. */
    TIMEOUT("timeout"),
    /** The instance that had it is gone; it may have acted. */
    INSTANCE_LOST("instance-lost"),
    /** The instance that had it was dropped as slow; it may have acted. */
    SLOW_CONSUMER("slow-consumer"),
    /** A reply that fits nothing open. */
    NO_REQUEST("no-request");

    private static final UnhandledReason[] VALUES = values();

    private final String word;

    UnhandledReason(final String word) {
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
    public static UnhandledReason ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static UnhandledReason fromWire(final CharSequence word) {
        for (final UnhandledReason value : VALUES) {
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
