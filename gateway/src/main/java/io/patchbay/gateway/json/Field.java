package io.patchbay.gateway.json;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The top-level field names that some client frame knows. A frame of another type ignores them.
 */
enum Field {
    TYPE("type"),
    ID("id"),
    DESTINATION("destination"),
    CONSUMER("consumer"),
    RESPONDER("responder"),
    PAYLOAD("payload"),
    KEY("key"),
    TIMEOUT_MS("timeoutMs"),
    ACK("ack"),
    TRACEPARENT("traceparent"),
    ERROR("error"),
    MORE("more"),
    EVENT("event"),
    SERVICE("service"),
    TOKEN("token"),
    NAME("name"),
    VERSION("version"),
    METHODS("methods"),
    LISTEN("listen"),
    AERON("aeron"),
    ACKS("acks"),
    CHOOSE("choose");

    static final int COUNT = values().length;
    private static final int LONGEST = 11;
    private static final int SLOTS = 64;
    private static final Field[] TABLE = new Field[SLOTS];

    static {
        for (final Field field : values()) {
            final int slot = slot(field.ascii[0], field.ascii[field.ascii.length - 1], field.ascii.length);
            if (TABLE[slot] != null) {
                throw new IllegalStateException(field + " and " + TABLE[slot] + " share a slot: choose other factors");
            }
            TABLE[slot] = field;
        }
    }

    final String word;
    private final byte[] ascii;

    Field(final String word) {
        this.word = word;
        ascii = word.getBytes(StandardCharsets.US_ASCII);
    }

    /** The field that these bytes name, or null where no frame has it. */
    static Field of(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 2 || length > LONGEST) {
            return null;
        }
        final Field field = TABLE[slot(buffer.getByte(offset), buffer.getByte(offset + length - 1), length)];
        return field != null && field.ascii.length == length && isSame(field.ascii, buffer, offset) ? field : null;
    }

    static boolean isSame(final byte[] ascii, final DirectBuffer buffer, final int offset) {
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(final int first, final int last, final int length) {
        return first + last + length * 25 & SLOTS - 1;
    }
}
