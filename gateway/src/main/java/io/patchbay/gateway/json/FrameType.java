package io.patchbay.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The types of frames that a client may send.
 */
public enum FrameType {
    /** A request or a one-way message. */
    MESSAGE("message"),
    /** An answer to a request, or a part of one. */
    REPLY("reply"),
    /** A message to every service instance. */
    BROADCAST("broadcast"),
    /** A custom event. */
    EMIT("emit"),
    /** A query for the registered services and their instances. */
    SERVICES("services"),
    /** A query for what became of a message. */
    STATUS("status"),
    /** Announces that the instance leaves. */
    UNREGISTER("unregister"),
    /** Asks whether the server is there. */
    PING("ping"),
    /** Answers a ping. */
    PONG("pong"),
    /** Presents the session's token. */
    AUTHORIZE("authorize"),
    /** Makes the session an instance. */
    REGISTER("register");

    private static final FrameType[] VALUES = values();

    private final String wireName;
    private final int length;
    private final long head;
    private final long tail;

    FrameType(final String wireName) {
        this.wireName = wireName;
        length = wireName.length();
        final byte[] padded = Arrays.copyOf(wireName.getBytes(StandardCharsets.US_ASCII), length + LongBytes.PADDING);
        head = LongBytes.head(padded, 0, length);
        tail = LongBytes.get(padded, Math.max(0, length - Long.BYTES));
    }

    /**
     * Returns the value of {@code type} in frames.
     *
     * @return for example {@code message}.
     */
    public String wireName() {
        return wireName;
    }

    /** Returns the type with this name, or null. Reads eight bytes from the first on, whatever the length. */
    static FrameType of(final byte[] text, final int from, final int length) {
        final long head = length == 0 ? 0 : LongBytes.head(text, from, length);
        for (final FrameType type : VALUES) {
            if (type.head == head && type.length == length
                && (length <= Long.BYTES || LongBytes.get(text, from + length - Long.BYTES) == type.tail)) {
                return type;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
