package io.patchbay.gateway.json;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

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
    private final byte[] ascii;

    FrameType(final String word) {
        this.word = word;
        ascii = word.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The word as it stands in frames.
     *
     * @return the contract's spelling.
     */
    public String word() {
        return word;
    }

    /** The type that these bytes name, or null. */
    static FrameType of(final DirectBuffer buffer, final int offset, final int length) {
        for (final FrameType type : VALUES) {
            if (type.ascii.length == length && Field.isSame(type.ascii, buffer, offset)) {
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
