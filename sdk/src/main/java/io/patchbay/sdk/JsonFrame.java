package io.patchbay.sdk;

import io.patchbay.protocol.Uuids;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one JSON object that a server sent, found in place without copying; reused. It trusts the server to send JSON,
 * but no input makes it read outside the object or loop.
 */
final class JsonFrame {
    private static final int MAX_FIELDS = 64;

    private final int[] nameAt = new int[MAX_FIELDS];
    private final int[] nameEnd = new int[MAX_FIELDS];
    private final int[] valueAt = new int[MAX_FIELDS];
    private final int[] valueEnd = new int[MAX_FIELDS];
    private final UnsafeBuffer uuid = new UnsafeBuffer(0, 0);
    private byte[] bytes;
    private int end;
    private int fields;

    /**
     * Finds the fields of an object.
     *
     * @return false where it is no JSON object; unknown fields beyond a bound are not kept.
     */
    boolean scan(final byte[] source, final int offset, final int length) {
        bytes = source;
        end = offset + length;
        fields = 0;
        int at = skipSpace(offset);
        if (at >= end || bytes[at] != '{') {
            return false;
        }
        at = skipSpace(at + 1);
        if (at < end && bytes[at] == '}') {
            return skipSpace(at + 1) == end;
        }
        while (true) {
            if (at >= end || bytes[at] != '"') {
                return false;
            }
            final int name = at;
            final int afterName = skipValue(at);
            at = skipSpace(afterName);
            if (afterName < 0 || at >= end || bytes[at] != ':') {
                return false;
            }
            final int value = skipSpace(at + 1);
            final int afterValue = skipValue(value);
            if (afterValue <= value) {
                return false;
            }
            if (fields < MAX_FIELDS) {
                nameAt[fields] = name + 1;
                nameEnd[fields] = afterName - 1;
                valueAt[fields] = value;
                valueEnd[fields] = afterValue;
                fields++;
            }
            at = skipSpace(afterValue);
            if (at < end && bytes[at] == '}') {
                return skipSpace(at + 1) == end;
            }
            if (at >= end || bytes[at] != ',') {
                return false;
            }
            at = skipSpace(at + 1);
        }
    }

    /** Slot of a field, -1 where it is absent or null. */
    int find(final String name) {
        for (int i = 0; i < fields; i++) {
            if (matches(nameAt[i], nameEnd[i], name)) {
                return bytes[valueAt[i]] == 'n' ? -1 : i;
            }
        }
        return -1;
    }

    boolean isText(final String name, final String value) {
        final int slot = find(name);
        return slot >= 0 && bytes[valueAt[slot]] == '"' && matches(valueAt[slot] + 1, valueEnd[slot] - 1, value);
    }

    /** Wraps the UTF-8 bytes of a string; length 0 where it is absent. Copies only where it has escapes. */
    void view(final String name, final UnsafeBuffer target) {
        final int slot = find(name);
        if (slot < 0 || bytes[valueAt[slot]] != '"') {
            target.wrap(bytes, 0, 0);
        } else if (hasEscape(slot)) {
            target.wrap(unescape(valueAt[slot] + 1, valueEnd[slot] - 1).getBytes(StandardCharsets.UTF_8));
        } else {
            target.wrap(bytes, valueAt[slot] + 1, valueEnd[slot] - valueAt[slot] - 2);
        }
    }

    /** Wraps the bytes of a value of any kind, as they stand. */
    boolean raw(final String name, final UnsafeBuffer target) {
        for (int i = 0; i < fields; i++) {
            if (matches(nameAt[i], nameEnd[i], name)) {
                target.wrap(bytes, valueAt[i], valueEnd[i] - valueAt[i]);
                return true;
            }
        }
        return false;
    }

    /** A string, number or word as text; empty where it is absent. */
    String text(final String name) {
        final int slot = find(name);
        if (slot < 0) {
            return "";
        }
        return bytes[valueAt[slot]] == '"' ? unescape(valueAt[slot] + 1, valueEnd[slot] - 1)
            : new String(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot], StandardCharsets.UTF_8);
    }

    boolean isTrue(final String name) {
        final int slot = find(name);
        return slot >= 0 && bytes[valueAt[slot]] == 't';
    }

    int integer(final String name, final int absent) {
        final int slot = find(name);
        if (slot < 0) {
            return absent;
        }
        int value = 0;
        for (int i = valueAt[slot]; i < valueEnd[slot]; i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || value > Integer.MAX_VALUE / 10 - 1) {
                return absent;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** An index or an instance id, 0 where it is absent. */
    long index(final String name) {
        final int slot = find(name);
        if (slot < 0) {
            return 0;
        }
        int at = valueAt[slot] + 1;
        final int stop = valueEnd[slot] - 1;
        if (stop - at > 2 && bytes[at] == 'i' && bytes[at + 1] == '-') {
            at += 2;
        }
        long value = 0;
        for (int i = at + 2; i < stop; i++) {
            value = value << 4 | Character.digit(bytes[i], 16) & 15;
        }
        return value;
    }

    /** A time as epoch nanoseconds, 0 where it is absent. */
    long timeNs(final String name) {
        final int slot = find(name);
        return slot < 0 ? 0 : Rfc3339.epochNanos(bytes, valueAt[slot] + 1, valueEnd[slot] - valueAt[slot] - 2);
    }

    boolean hasUuid(final String name) {
        final int slot = find(name);
        if (slot < 0) {
            return false;
        }
        uuid.wrap(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot]);
        return bytes[valueAt[slot]] == '"' && Uuids.isUuid(uuid, 1, uuid.capacity() - 2);
    }

    /** Upper half of what {@link #hasUuid} has just found. */
    long uuidHi() {
        return Uuids.hi(uuid, 1);
    }

    /** Lower half of what {@link #hasUuid} has just found. */
    long uuidLo() {
        return Uuids.lo(uuid, 1);
    }

    /** The object in a field; null where there is none. */
    JsonFrame object(final String name) {
        final int slot = find(name);
        final JsonFrame object = new JsonFrame();
        return slot >= 0 && object.scan(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot]) ? object : null;
    }

    /** The strings of an array; empty where it is absent. */
    List<String> strings(final String name) {
        final List<String> strings = new ArrayList<>();
        elements(name, (from, to) -> {
            if (bytes[from] == '"') {
                strings.add(unescape(from + 1, to - 1));
            }
        });
        return strings;
    }

    /** The objects of an array; empty where it is absent. */
    List<JsonFrame> objects(final String name) {
        final List<JsonFrame> objects = new ArrayList<>();
        elements(name, (from, to) -> {
            final JsonFrame object = new JsonFrame();
            if (object.scan(bytes, from, to - from)) {
                objects.add(object);
            }
        });
        return objects;
    }

    private interface Element {
        void at(int from, int to);
    }

    private void elements(final String name, final Element action) {
        final int slot = find(name);
        if (slot < 0 || bytes[valueAt[slot]] != '[') {
            return;
        }
        int at = skipSpace(valueAt[slot] + 1);
        while (at < valueEnd[slot] - 1) {
            final int after = skipValue(at);
            if (after <= at) {
                return;
            }
            action.at(at, after);
            at = skipSpace(after);
            if (at >= end || bytes[at] != ',') {
                return;
            }
            at = skipSpace(at + 1);
        }
    }

    private int skipSpace(final int from) {
        int at = from;
        while (at >= 0 && at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Position after a value, -1 where it does not end. */
    private int skipValue(final int from) {
        int depth = 0;
        int at = from;
        while (at < end) {
            final byte c = bytes[at];
            if (c == '"') {
                at = skipString(at + 1);
                if (at < 0) {
                    return -1;
                }
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return at;
                }
                depth--;
                at++;
            } else if (depth > 0) {
                at++;
                continue;
            } else {
                return skipScalar(at);
            }
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private int skipScalar(final int from) {
        int at = from;
        while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']' && bytes[at] > ' ') {
            at++;
        }
        return at;
    }

    private int skipString(final int from) {
        int at = from;
        while (at < end) {
            if (bytes[at] == '"') {
                return at + 1;
            }
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return -1;
    }

    private boolean matches(final int from, final int to, final String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = text.length() - 1; i >= 0; i--) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEscape(final int slot) {
        for (int i = valueAt[slot]; i < valueEnd[slot]; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private String unescape(final int from, final int to) {
        final String plain = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (plain.indexOf('\\') < 0) {
            return plain;
        }
        final StringBuilder text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            final char c = plain.charAt(i);
            if (c != '\\' || i + 1 == plain.length()) {
                text.append(c);
                continue;
            }
            final char escaped = plain.charAt(++i);
            switch (escaped) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int value = 0;
                    for (int digit = 0; digit < 4 && i + 1 < plain.length(); digit++) {
                        value = value << 4 | Character.digit(plain.charAt(++i), 16) & 15;
                    }
                    text.append((char)value);
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
