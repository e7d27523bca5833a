package io.patchbay.simulation;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A frame that a client sends. */
final class Up {
    static final int REGISTER = 1;
    static final int MESSAGE = 2;
    static final int REPLY = 3;
    static final int BROADCAST = 4;
    static final int EMIT = 5;
    static final int SERVICES = 6;
    static final int STATUS = 7;
    static final int UNREGISTER = 8;
    static final int PROVE = 9;
    static final int RESUME = 10;
    static final int PONG = 11;
    static final int TEMPLATE = 99;
    static final int LENGTH = 56;
    private static final int TEMPLATE_OFFSET = 2;

    int kind;
    long id;
    /** Number of the destination, event or service in {@link FrameTexts}; of a resume, the number of the last frame. */
    int word;
    int timeoutMs;
    int key;
    int flags;
    /** The payload; of a resume, the index of the last frame; of a proof, the upper half of the secret. */
    long payload;
    /** Of a resume, the index of the last ack; of a proof, the lower half of the secret. */
    long more;
    long readyNs;

    static final int HAS_RESPONDER = 1;
    static final int ACK = 2;
    static final int MORE = 4;
    static final int ERROR = 8;

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    void set(final Up other) {
        kind = other.kind;
        id = other.id;
        word = other.word;
        timeoutMs = other.timeoutMs;
        key = other.key;
        flags = other.flags;
        payload = other.payload;
        more = other.more;
    }

    void write(final MutableDirectBuffer buffer) {
        buffer.putLong(0, 0);
        buffer.putShort(TEMPLATE_OFFSET, (short)TEMPLATE);
        buffer.putInt(8, kind);
        buffer.putInt(12, word);
        buffer.putLong(16, id);
        buffer.putLong(24, payload);
        buffer.putInt(32, timeoutMs);
        buffer.putInt(36, key);
        buffer.putInt(40, flags);
        buffer.putLong(48, more);
    }

    void read(final DirectBuffer buffer, final int offset) {
        kind = buffer.getInt(offset + 8);
        word = buffer.getInt(offset + 12);
        id = buffer.getLong(offset + 16);
        payload = buffer.getLong(offset + 24);
        timeoutMs = buffer.getInt(offset + 32);
        key = buffer.getInt(offset + 36);
        flags = buffer.getInt(offset + 40);
        more = buffer.getLong(offset + 48);
    }
}
