package io.patchbay.sdk.direct;

import io.patchbay.text.JsonBytes;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The fields that are read from every server frame, recognized by the bytes of their names. A name has at most thirteen bytes, so
 * that name, quotes and colon fit two longs.
 */
public enum JsonField {
    TYPE, ID, EVENT, INDEX, TIME, INSTANCE, SERVICE, FROM, DESTINATION, CONSUMER, RESPONDER, KEY, TRACEPARENT, DEADLINE, MORE,
    ERROR, ENCODING, PAYLOAD, VERSION, METHODS, REASON, REQUEST, STATUS, CODE, MESSAGE, FIELD;

    private static final int TABLE_SIZE = 128;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final JsonField[] TABLE = table();

    private final byte[] bytes = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    private final long word = JsonBytes.longAt(bytes, 0);
    private final byte[] prefix = ('"' + name().toLowerCase(Locale.ROOT) + "\":").getBytes(StandardCharsets.US_ASCII);
    private final long prefixWord = JsonBytes.longAt(prefix, 0);
    private final long prefixMask = JsonBytes.lowest(-1, prefix.length);
    private final long prefixRest = JsonBytes.longAt(prefix, Long.BYTES);
    private final long restMask = JsonBytes.lowest(-1, Math.max(0, prefix.length - Long.BYTES));
    private final long rest = JsonBytes.longAt(bytes, Long.BYTES);

    /** Returns the length of the name in quotes with the colon, which precede the value in a frame. */
    int prefixLength() {
        return prefix.length;
    }

    /** Returns whether this field stands at a position of a frame, written without white space. */
    boolean begins(final byte[] source, final int at) {
        return ((JsonBytes.longAt(source, at) ^ prefixWord) & prefixMask) == 0
            && (prefix.length <= Long.BYTES || ((JsonBytes.longAt(source, at + Long.BYTES) ^ prefixRest) & restMask) == 0);
    }

    /** Returns the field with a name, or {@code null} if the name is not among the fields. */
    static JsonField of(final byte[] source, final int at, final int length) {
        if (length == 0) {
            return null;
        }
        final long word = JsonBytes.lowest(JsonBytes.longAt(source, at), length);
        int slot = slot(word);
        JsonField field = TABLE[slot];
        while (field != null && !field.is(word, source, at, length)) {
            slot = slot + 1 & TABLE_SIZE - 1;
            field = TABLE[slot];
        }
        return field;
    }

    private boolean is(final long firstBytes, final byte[] source, final int at, final int length) {
        return word == firstBytes && bytes.length == length
            && (length <= Long.BYTES
                || JsonBytes.lowest(JsonBytes.longAt(source, at + Long.BYTES), length - Long.BYTES) == rest);
    }

    private static int slot(final long word) {
        return (int)(word * SPREAD >>> 57);
    }

    private static JsonField[] table() {
        final JsonField[] table = new JsonField[TABLE_SIZE];
        for (final JsonField field : values()) {
            int slot = slot(field.word);
            while (table[slot] != null) {
                slot = slot + 1 & TABLE_SIZE - 1;
            }
            table[slot] = field;
        }
        return table;
    }
}
