package io.patchbay.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The top-level field names of all client frames. A frame ignores the fields that only other types have.
 */
enum FrameField {
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
    private static final FrameField[] TABLE = new FrameField[SLOTS];

    static {
        for (final FrameField field : values()) {
            final int slot = slot(field.ascii[0], field.ascii[field.ascii.length - 1], field.ascii.length);
            if (TABLE[slot] != null) {
                throw new IllegalStateException(field + " and " + TABLE[slot] + " share a slot: choose other factors");
            }
            TABLE[slot] = field;
        }
    }

    final String wireName;
    private final byte[] ascii;
    private final long head;
    private final long tail;

    FrameField(final String wireName) {
        this.wireName = wireName;
        ascii = wireName.getBytes(StandardCharsets.US_ASCII);
        final byte[] padded = Arrays.copyOf(ascii, ascii.length + LongBytes.PADDING);
        head = LongBytes.head(padded, 0, ascii.length);
        tail = LongBytes.get(padded, Math.max(0, ascii.length - Long.BYTES));
    }

    /**
     * Returns the field with this name, or null where no frame has it. Reads eight bytes from the first on, whatever the length.
     */
    static FrameField of(final byte[] text, final int from, final int length) {
        if (length < 2 || length > LONGEST) {
            return null;
        }
        final FrameField field = TABLE[slot(text[from], text[from + length - 1], length)];
        return field != null && field.ascii.length == length && field.isSame(text, from, length) ? field : null;
    }

    private boolean isSame(final byte[] text, final int from, final int length) {
        return LongBytes.head(text, from, length) == head
            && (length <= Long.BYTES || LongBytes.get(text, from + length - Long.BYTES) == tail);
    }

    private static int slot(final int first, final int last, final int length) {
        return first + last + length * 25 & SLOTS - 1;
    }
}
