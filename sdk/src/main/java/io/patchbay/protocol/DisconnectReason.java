package io.patchbay.protocol;

/**
 * Why an instance or a session ended (contract, sections 3 and 5).
 */
public enum DisconnectReason {
    /** It left by its own word. */
    UNREGISTERED("unregistered"),
    /** The connection ended, was reset, or broke the protocol. */
    CLOSED("closed"),
    /** Nothing was heard for three heartbeats. */
    TIMEOUT("timeout"),
    /** It did not read what was sent. */
    SLOW_CONSUMER("slow-consumer"),
    /** The gateway that held the connection died. */
    GATEWAY_LOST("gateway-lost"),
    /** The server stopped in good order. */
    SHUTTING_DOWN("shutting-down");

    private static final DisconnectReason[] VALUES = values();

    private final String word;

    DisconnectReason(final String word) {
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
    public static DisconnectReason ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * The value that a word names.
     *
     * @param word the contract's spelling, any characters.
     * @return the value, or null where no value has that word.
     */
    public static DisconnectReason fromWire(final CharSequence word) {
        for (final DisconnectReason value : VALUES) {
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
