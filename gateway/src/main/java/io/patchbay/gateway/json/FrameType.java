package io.patchbay.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The types of frames that a client may send (contract, sections 3 and 4).
 */
public enum FrameType {
    /** A request or a one-way message. */
    MESSAGE("message"),
    /** An answer to a request. */
    REPLY("reply"),
    /** To every service instance. */
    BROADCAST("broadcast"),
    /** A custom event. */
    EMIT("emit"),
    /** Who is there. */
    SERVICES("services"),
    /** What became of a message. */
    STATUS("status"),
    /** Leave. */
    UNREGISTER("unregister"),
    /** Are you there. */
    PING("ping"),
    /** I am. */
    PONG("pong"),
    /** Prove who you are. */
    AUTHORIZE("authorize"),
    /** Become an instance. */
    REGISTER("register");

    private static final FrameType[] VALUES = values();

    private final String word;
    private final int length;
    private final long head;
    private final long tail;

    FrameType(final String word) {
        this.word = word;
        length = word.length();
        final byte[] padded = Arrays.copyOf(word.getBytes(StandardCharsets.US_ASCII), length + LongBytes.PADDING);
        head = LongBytes.head(padded, 0, length);
        tail = LongBytes.get(padded, Math.max(0, length - Long.BYTES));
    }

    /**
     * The word as it stands in frames.
     *
     * @return the contract's spelling.
     */
    public String wireName() {
        return word;
    }

    /** The type that these bytes name, or null. Reads up to eight bytes from the first on. */
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
        return word;
    }
}
