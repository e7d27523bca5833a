package io.patchbay.protocol;

/**
 * The six core events that an instance may listen for (contract, section 5).
 */
public enum EventName {
    /** A service instance registered. */
    SERVICE_CONNECT("service-connect"),
    /** The first instance of a service name. */
    SERVICE_ONLINE("service-online"),
    /** A service instance is gone. */
    SERVICE_DISCONNECT("service-disconnect"),
    /** The last instance of a service name is gone. */
    SERVICE_OFFLINE("service-offline"),
    /** Somebody broadcast. */
    BROADCAST_MESSAGE("broadcast-message"),
    /** A message was not delivered or not answered. */
    UNHANDLED_MESSAGE("unhandled-message");

    private static final EventName[] VALUES = values();

    private final String word;

    EventName(final String word) {
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
    public static EventName ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static EventName fromWire(final CharSequence word) {
        for (final EventName value : VALUES) {
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
