package io.patchbay.protocol;

/**
 * The six core events that an instance may listen for (PROTOCOL.md, "Registering").
 */
public enum EventName {
    /** A service instance registered. */
    SERVICE_CONNECT("service-connect"),
    /** The first instance of a service name registered. */
    SERVICE_ONLINE("service-online"),
    /** A service instance is gone. */
    SERVICE_DISCONNECT("service-disconnect"),
    /** The last instance of a service name is gone. */
    SERVICE_OFFLINE("service-offline"),
    /** An instance sent a broadcast. */
    BROADCAST_MESSAGE("broadcast-message"),
    /** A message was not delivered or not answered. */
    UNHANDLED_MESSAGE("unhandled-message");

    private static final EventName[] VALUES = values();

    private final String wireName;

    EventName(final String wireName) {
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
    public static EventName ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static EventName fromWire(final CharSequence wireName) {
        for (final EventName value : VALUES) {
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
