package io.patchbay.protocol;

/**
 * The reason why an instance or a session ended (PROTOCOL.md, "Errors, heartbeat, leaving").
 */
public enum DisconnectReason {
    /** The instance sent {@code unregister}. */
    UNREGISTERED("unregistered"),
    /** The connection ended, was reset, or violated the protocol. */
    CLOSED("closed"),
    /** Nothing was received for three heartbeat periods. */
    TIMEOUT("timeout"),
    /** The receiver did not read what was sent to it. */
    SLOW_CONSUMER("slow-consumer"),
    /** The gateway that held the connection is gone. */
    GATEWAY_LOST("gateway-lost"),
    /** The server was stopped in an orderly way. */
    SHUTTING_DOWN("shutting-down");

    private static final DisconnectReason[] VALUES = values();

    private final String wireName;

    DisconnectReason(final String wireName) {
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
    public static DisconnectReason ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static DisconnectReason fromWire(final CharSequence wireName) {
        for (final DisconnectReason value : VALUES) {
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
