package io.patchbay.protocol;

/**
 * The codes of error frames (PROTOCOL.md, "Errors, heartbeat, leaving").
 */
public enum ErrorCode {
    /** The frame is not one JSON object in UTF-8. */
    BAD_JSON("bad-json"),
    /** A field is missing, present twice, or out of its range. */
    BAD_FIELD("bad-field"),
    /** There is no frame of that type. */
    UNKNOWN_TYPE("unknown-type"),
    /** The frame is larger than {@code maxFrame}; closes the connection. */
    TOO_LARGE("too-large"),
    /** The token is wrong, or missing where one is required; closes the connection. */
    UNAUTHORIZED("unauthorized"),
    /** The principal is known, but has no right to do this. */
    FORBIDDEN("forbidden"),
    /** The session is not registered yet, or has sent {@code unregister}. */
    NOT_REGISTERED("not-registered"),
    /** The session is registered already; a session registers once. */
    ALREADY_REGISTERED("already-registered"),
    /** A message with that id is open, or ended a short time ago. */
    DUPLICATE("duplicate"),
    /** A limit is reached; the frame may be sent again later. */
    OVERLOADED("overloaded"),
    /** The session did not authorize or register in time; closes the connection. */
    HANDSHAKE_TIMEOUT("handshake-timeout"),
    /** The server is about to stop. */
    SHUTTING_DOWN("shutting-down");

    private static final ErrorCode[] VALUES = values();

    private final String wireName;

    ErrorCode(final String wireName) {
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
    public static ErrorCode ofOrdinal(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }

    /**
     * Returns the value with a name.
     *
     * @param wireName any characters; only the exact spelling of PROTOCOL.md matches.
     * @return the value, or {@code null} if no value has that name.
     */
    public static ErrorCode fromWire(final CharSequence wireName) {
        for (final ErrorCode value : VALUES) {
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
