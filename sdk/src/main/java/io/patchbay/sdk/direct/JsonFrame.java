package io.patchbay.sdk.direct;

import io.patchbay.text.ArrayView;
import io.patchbay.text.Hex;
import io.patchbay.text.JsonBytes;
import io.patchbay.text.JsonTimes;
import io.patchbay.text.Uuids;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of one JSON object that a server sent, located in place without copying; reused. It relies on the server to send
 * valid JSON, but no input makes it read outside of the object or loop forever. Fields that every frame may have are looked up by
 * {@link JsonField} without a search; others by name.
 */
public final class JsonFrame {
    private static final int MAX_FIELDS = 64;
    private static final int FIRST = JsonField.values().length;

    private final int[] nameAt = new int[MAX_FIELDS];
    private final int[] nameEnd = new int[MAX_FIELDS];
    private final int[] valueAt = new int[MAX_FIELDS];
    private final int[] valueEnd = new int[MAX_FIELDS];
    private final int[] slotOf = new int[FIRST];
    /**
     * For each field the one that followed it last time; the last entry is the first field of a frame. Frames of one kind have
     * the same order of fields.
     */
    private final JsonField[] next = new JsonField[FIRST + 1];
    private final JsonTimes times = new JsonTimes();
    private final ArrayView view = new ArrayView();
    private byte[] bytes;
    private byte[] list = new byte[64];
    private JsonFrame inner;
    private int end;
    private int fields;
    private long known;
    private int uuidAt;

    /**
     * Locates the fields of an object.
     *
     * @return {@code false} if the bytes are not one JSON object. Fields beyond the 64th are not kept.
     */
    public boolean scan(final byte[] source, final int offset, final int length) {
        bytes = source;
        end = offset + length;
        fields = 0;
        known = 0;
        int at = skipSpace(offset);
        if (at >= end || source[at] != '{') {
            return false;
        }
        at = skipSpace(at + 1);
        if (at < end && source[at] == '}') {
            return skipSpace(at + 1) == end;
        }
        int last = FIRST;
        while (true) {
            JsonField field = next[last];
            final int name = at + 1;
            final int afterName;
            if (field != null && field.begins(source, at)) {
                at += field.prefixLength();
                afterName = at - 1;
            } else {
                afterName = at < end && source[at] == '"' ? JsonBytes.skipName(source, name, end) : -1;
                at = skipSpace(Math.max(0, afterName));
                if (afterName < 0 || at >= end || source[at] != ':') {
                    return false;
                }
                at++;
                field = JsonField.of(source, name, afterName - 1 - name);
                next[last] = field;
            }
            last = field == null ? FIRST : field.ordinal();
            final int value = skipSpace(at);
            final int afterValue = JsonBytes.skipValue(source, value, end);
            if (afterValue <= value) {
                return false;
            }
            keep(field, name, afterName - 1, value, afterValue);
            at = skipSpace(afterValue);
            if (at < end && source[at] == '}') {
                return skipSpace(at + 1) == end;
            }
            if (at >= end || source[at] != ',') {
                return false;
            }
            at = skipSpace(at + 1);
        }
    }

    private void keep(final JsonField field, final int name, final int afterName, final int value, final int afterValue) {
        if (fields == MAX_FIELDS) {
            return;
        }
        if (field != null && (known & 1L << field.ordinal()) == 0) {
            known |= 1L << field.ordinal();
            slotOf[field.ordinal()] = fields;
        }
        nameAt[fields] = name;
        nameEnd[fields] = afterName;
        valueAt[fields] = value;
        valueEnd[fields] = afterValue;
        fields++;
    }

    /** Returns the slot of a field, or -1 if it is absent or null. */
    public int find(final String name) {
        for (int i = 0; i < fields; i++) {
            if (matches(nameAt[i], nameEnd[i], name)) {
                return bytes[valueAt[i]] == 'n' ? -1 : i;
            }
        }
        return -1;
    }

    /** Returns the slot of a field, or -1 if it is absent or null. */
    public int find(final JsonField field) {
        final int slot = slot(field);
        return slot < 0 || bytes[valueAt[slot]] == 'n' ? -1 : slot;
    }

    private int slot(final JsonField field) {
        return (known & 1L << field.ordinal()) == 0 ? -1 : slotOf[field.ordinal()];
    }

    private boolean isString(final int slot) {
        return slot >= 0 && bytes[valueAt[slot]] == '"';
    }

    boolean isText(final JsonField field, final String value) {
        final int slot = find(field);
        return isString(slot) && matches(valueAt[slot] + 1, valueEnd[slot] - 1, value);
    }

    /** Returns a string of at most eight bytes as {@link JsonBytes#packed(String)} does; 0 for any other value. */
    long packedText(final JsonField field) {
        final int slot = find(field);
        if (!isString(slot)) {
            return 0;
        }
        if (hasEscape(slot)) {
            return JsonBytes.packed(text(slot));
        }
        final int length = valueEnd[slot] - valueAt[slot] - 2;
        return length > Long.BYTES ? 0 : JsonBytes.lowest(JsonBytes.longAt(bytes, valueAt[slot] + 1), length);
    }

    /** Returns the index of the text that a string field equals, or -1 if it equals none. */
    int oneOf(final JsonField field, final String[] texts) {
        final int slot = find(field);
        if (!isString(slot)) {
            return -1;
        }
        if (hasEscape(slot)) {
            return Arrays.asList(texts).indexOf(text(slot));
        }
        for (int i = 0; i < texts.length; i++) {
            if (matches(valueAt[slot] + 1, valueEnd[slot] - 1, texts[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Wraps the UTF-8 bytes of a string; length 0 if it is absent. Copies only a string with escapes. */
    void view(final JsonField field, final DirectBuffer target) {
        final int slot = find(field);
        if (!isString(slot)) {
            target.wrap(bytes, 0, 0);
        } else if (hasEscape(slot)) {
            target.wrap(text(slot).getBytes(StandardCharsets.UTF_8));
        } else {
            target.wrap(bytes, valueAt[slot] + 1, valueEnd[slot] - valueAt[slot] - 2);
        }
    }

    /** Wraps a copy of an array's strings with commas between them; the copy is valid until the next scan. */
    void viewList(final JsonField field, final DirectBuffer target) {
        final int slot = find(field);
        int length = 0;
        if (slot >= 0) {
            // The quotes leave room for the commas. A byte that is not UTF-8 may become three bytes.
            final int needed = 3 * (valueEnd[slot] - valueAt[slot]);
            list = list.length < needed ? new byte[needed] : list;
            for (int at = firstElement(slot); at >= 0; at = nextElement(slot, at)) {
                if (bytes[at] == '"') {
                    length = append(length, at + 1, JsonBytes.skipValue(bytes, at, valueEnd[slot]) - 1);
                }
            }
        }
        target.wrap(list, 0, length);
    }

    private int append(final int length, final int from, final int to) {
        int at = length;
        if (at > 0) {
            list[at++] = ',';
        }
        if (JsonBytes.indexOf(bytes, (byte)'\\', from, to) < 0) {
            System.arraycopy(bytes, from, list, at, to - from);
            return at + to - from;
        }
        final byte[] utf8 = JsonBytes.unescape(bytes, from, to).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, list, at, utf8.length);
        return at + utf8.length;
    }

    /** Wraps the unchanged bytes of a value of any kind; returns {@code false} if the field is absent. */
    public boolean raw(final JsonField field, final DirectBuffer target) {
        final int slot = slot(field);
        if (slot < 0) {
            return false;
        }
        target.wrap(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot]);
        return true;
    }

    /** Returns the text of a string or scalar; empty if it is absent. */
    public String text(final String name) {
        return text(find(name));
    }

    /** Returns the text of a string or scalar; empty if it is absent. */
    public String text(final JsonField field) {
        return text(find(field));
    }

    private String text(final int slot) {
        if (slot < 0) {
            return "";
        }
        return bytes[valueAt[slot]] == '"' ? JsonBytes.unescape(bytes, valueAt[slot] + 1, valueEnd[slot] - 1)
            : new String(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot], StandardCharsets.UTF_8);
    }

    public boolean isTrue(final String name) {
        return isTrue(find(name));
    }

    public boolean isTrue(final JsonField field) {
        return isTrue(find(field));
    }

    private boolean isTrue(final int slot) {
        return slot >= 0 && bytes[valueAt[slot]] == 't';
    }

    public int integer(final String name, final int absent) {
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

    /** Returns an index or an instance id; 0 if it is absent. */
    public long index(final JsonField field) {
        final int slot = find(field);
        if (slot < 0) {
            return 0;
        }
        int at = valueAt[slot] + 1;
        final int stop = valueEnd[slot] - 1;
        if (stop - at > 2 && bytes[at] == 'i' && bytes[at + 1] == '-') {
            at += 2;
        }
        at += 2;
        final int digits = stop - at;
        if (digits <= Long.BYTES) {
            return digits <= 0 ? 0 : hex(at, digits);
        }
        return hex(at, Math.min(Long.BYTES, digits - Long.BYTES)) << 32 | hex(stop - Long.BYTES, Long.BYTES);
    }

    private long hex(final int at, final int digits) {
        return Hex.value(JsonBytes.longAt(bytes, at) << (Long.BYTES - digits << 3));
    }

    /** Returns a time in nanoseconds since the epoch; 0 if it is absent. */
    public long timeNs(final JsonField field) {
        final int slot = find(field);
        return slot < 0 ? 0 : times.epochNanos(bytes, valueAt[slot] + 1, valueEnd[slot] - valueAt[slot] - 2);
    }

    boolean hasUuid(final JsonField field) {
        final int slot = find(field);
        if (!isString(slot)) {
            return false;
        }
        if (view.byteArray() != bytes) {
            view.wrap(bytes);
        }
        uuidAt = valueAt[slot] + 1;
        return Uuids.isUuid(view, uuidAt, valueEnd[slot] - valueAt[slot] - 2);
    }

    /** Returns the upper half of the UUID that {@link #hasUuid} found last. */
    long uuidHi() {
        return Uuids.hi(view, uuidAt);
    }

    /** Returns the lower half of the UUID that {@link #hasUuid} found last. */
    long uuidLo() {
        return Uuids.lo(view, uuidAt);
    }

    /** Returns the object in a field, or {@code null} if there is none. */
    public JsonFrame object(final String name) {
        final int slot = find(name);
        return slot < 0 ? null : scanned(new JsonFrame(), slot);
    }

    /** Returns the object in a field, or {@code null} if there is none. The next call reuses the object. */
    public JsonFrame object(final JsonField field) {
        final int slot = find(field);
        if (slot >= 0 && inner == null) {
            inner = new JsonFrame();
        }
        return slot < 0 ? null : scanned(inner, slot);
    }

    private JsonFrame scanned(final JsonFrame object, final int slot) {
        return object.scan(bytes, valueAt[slot], valueEnd[slot] - valueAt[slot]) ? object : null;
    }

    /** Returns the strings of an array; empty if it is absent. */
    public List<String> strings(final String name) {
        final List<String> strings = new ArrayList<>();
        final int slot = find(name);
        for (int at = firstElement(slot); at >= 0; at = nextElement(slot, at)) {
            if (bytes[at] == '"') {
                strings.add(JsonBytes.unescape(bytes, at + 1, JsonBytes.skipValue(bytes, at, valueEnd[slot]) - 1));
            }
        }
        return strings;
    }

    /** Returns the objects of an array; empty if it is absent. */
    public List<JsonFrame> objects(final String name) {
        final List<JsonFrame> objects = new ArrayList<>();
        final int slot = find(name);
        for (int at = firstElement(slot); at >= 0; at = nextElement(slot, at)) {
            final JsonFrame object = new JsonFrame();
            if (object.scan(bytes, at, JsonBytes.skipValue(bytes, at, valueEnd[slot]) - at)) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** Returns the position of an array's first element, or -1 if it has none. */
    private int firstElement(final int slot) {
        return slot < 0 || bytes[valueAt[slot]] != '[' ? -1 : element(slot, valueAt[slot] + 1);
    }

    /** Returns the position of the element after the one at {@code from}, or -1 if there is none. */
    private int nextElement(final int slot, final int from) {
        final int at = skipSpace(JsonBytes.skipValue(bytes, from, valueEnd[slot]));
        return at >= valueEnd[slot] || bytes[at] != ',' ? -1 : element(slot, at + 1);
    }

    private int element(final int slot, final int from) {
        final int at = skipSpace(from);
        return at < valueEnd[slot] - 1 && JsonBytes.skipValue(bytes, at, valueEnd[slot]) > at ? at : -1;
    }

    private int skipSpace(final int from) {
        return JsonBytes.skipSpace(bytes, from, end);
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
        return JsonBytes.indexOf(bytes, (byte)'\\', valueAt[slot] + 1, valueEnd[slot]) >= 0;
    }
}
