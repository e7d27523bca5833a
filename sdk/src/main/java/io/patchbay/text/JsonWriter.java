package io.patchbay.text;


import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A writer of one JSON object at a time into a buffer that it reuses. It writes no white space; payloads are copied unchanged
 * except for line ends.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[4_096];
    private int length;

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public JsonWriter begin(final String type) {
        length = 0;
        put('{');
        return field("type", type);
    }

    public JsonWriter end() {
        put('}');
        return this;
    }

    public JsonWriter field(final String name, final String value) {
        name(name);
        string(value);
        return this;
    }

    public JsonWriter field(final String name, final int value) {
        name(name);
        ascii(Integer.toString(value));
        return this;
    }

    public JsonWriter field(final String name, final boolean value) {
        name(name);
        ascii(value ? "true" : "false");
        return this;
    }

    public JsonWriter field(final String name, final List<String> values) {
        name(name);
        put('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                put(',');
            }
            string(values.get(i));
        }
        put(']');
        return this;
    }

    /**
     * Writes a field with a JSON value, unchanged except that line ends become spaces. In valid JSON a line end can only be
     * between tokens.
     */
    public JsonWriter raw(final String name, final DirectBuffer source, final int offset, final int count) {
        name(name);
        ensure(count);
        source.getBytes(offset, bytes, length, count);
        for (int i = length; i < length + count; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        length += count;
        return this;
    }

    public JsonWriter beginObject(final String name) {
        name(name);
        put('{');
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void name(final String name) {
        if (bytes[length - 1] != '{') {
            put(',');
        }
        put('"');
        ascii(name);
        put('"');
        put(':');
    }

    private void string(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        put('"');
        ensure(utf8.length * 6);
        for (final byte b : utf8) {
            escape(b);
        }
        put('"');
    }

    private void escape(final byte b) {
        if (b == '"' || b == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = b;
        } else if (b >= 0 && b < ' ') {
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[b >> 4];
            bytes[length++] = HEX[b & 15];
        } else {
            bytes[length++] = b;
        }
    }

    private void ascii(final String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte)text.charAt(i);
        }
    }

    private void put(final char c) {
        ensure(1);
        bytes[length++] = (byte)c;
    }

    private void ensure(final int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
