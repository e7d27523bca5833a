package io.patchbay.protocol;

/**
 * The reason why a message was not delivered or not answered, in the order in which the engine checks them (PROTOCOL.md, "What is
 * not delivered or not answered").
 */
public enum UnhandledReason {
    /** No instance of that service is registered. */
    NO_SERVICE("no-service"),
    /** No instance of that service has that version. */
    NO_VERSION("no-version"),
    /** No instance of that version has that method. */
    NO_METHOD("no-method"),
    /** The deadline passed; an instance may have acted on the message. */
    TIMEOUT("timeout"),
    /** The instance that received the message is gone; it may have acted on the message. */
    INSTANCE_LOST("instance-lost"),
    /** The instance that received the message was disconnected as slow; it may have acted on the message. */
    SLOW_CONSUMER("slow-consumer"),
    /** A reply matched no open request. */
    NO_REQUEST("no-request");

    private static final UnhandledReason[] VALUES = values();

    private final String wireName;

    UnhandledReason(final String wireName) {
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
    public static UnhandledReason ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static UnhandledReason fromWire(final CharSequence wireName) {
        for (final UnhandledReason value : VALUES) {
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
