package io.patchbay.gateway.json;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Uuids;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Writes the pieces of a JSON frame into a buffer, one after the other, without white space and without allocation.
 */
final class JsonOut {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = ascii("null");
    private static final byte[] BASE64 =
        ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] UNICODE = ascii("\\u00");
    private static final byte[] INDEX = ascii("\"0x");
    private static final byte[] INSTANCE = ascii("\"i-0x");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] IS_BASE64 = ascii(",\"encoding\":\"base64\"");

    private final TimeText times = new TimeText();
    private MutableDirectBuffer buffer;
    private int start;
    private int position;

    static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    JsonOut begin(final MutableDirectBuffer target, final int offset) {
        buffer = target;
        start = offset;
        position = offset;
        return this;
    }

    /** Closes the frame; its length. */
    int end() {
        put((byte)'}');
        return position - start;
    }

    /** Bytes that are JSON already. */
    JsonOut raw(final byte[] json) {
        buffer.putBytes(position, json);
        position += json.length;
        return this;
    }

    JsonOut raw(final char json) {
        put((byte)json);
        return this;
    }

    JsonOut number(final long value) {
        position += buffer.putLongAscii(position, value);
        return this;
    }

    JsonOut bool(final boolean value) {
        position += buffer.putStringWithoutLengthAscii(position, value ? "true" : "false");
        return this;
    }

    JsonOut index(final long value) {
        raw(INDEX);
        return hex(value);
    }

    JsonOut instance(final long value) {
        raw(INSTANCE);
        return hex(value);
    }

    private JsonOut hex(final long value) {
        for (int shift = Math.max(0, 60 - Long.numberOfLeadingZeros(value) / 4 * 4); shift >= 0; shift -= 4) {
            put(HEX[(int)(value >>> shift) & 15]);
        }
        put((byte)'"');
        return this;
    }

    JsonOut uuid(final long hi, final long lo) {
        put((byte)'"');
        buffer.checkLimit(position + Uuids.LENGTH);
        Uuids.put(hi, lo, buffer, position);
        position += Uuids.LENGTH;
        put((byte)'"');
        return this;
    }

    JsonOut time(final long epochNs) {
        put((byte)'"');
        position += times.put(epochNs, buffer, position);
        put((byte)'"');
        return this;
    }

    /** A word of the protocol: plain ASCII with nothing to escape. */
    JsonOut word(final String value) {
        put((byte)'"');
        position += buffer.putStringWithoutLengthAscii(position, value);
        put((byte)'"');
        return this;
    }

    /** Any text, from a string; half a surrogate pair becomes U+FFFD. */
    JsonOut text(final String value) {
        put((byte)'"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c < 0x80) {
                escaped((byte)c);
            } else if (c < 0x800) {
                put((byte)(0xc0 | c >> 6));
                put((byte)(0x80 | c & 0x3f));
            } else if (Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))) {
                final int codePoint = Character.toCodePoint(c, value.charAt(++i));
                put((byte)(0xf0 | codePoint >> 18));
                put((byte)(0x80 | codePoint >> 12 & 0x3f));
                put((byte)(0x80 | codePoint >> 6 & 0x3f));
                put((byte)(0x80 | codePoint & 0x3f));
            } else {
                final int unit = Character.isSurrogate(c) ? 0xfffd : c;
                put((byte)(0xe0 | unit >> 12));
                put((byte)(0x80 | unit >> 6 & 0x3f));
                put((byte)(0x80 | unit & 0x3f));
            }
        }
        put((byte)'"');
        return this;
    }

    /** Any text, from UTF-8. */
    JsonOut text(final DirectBuffer utf8) {
        return text(utf8, 0, utf8.capacity());
    }

    private JsonOut text(final DirectBuffer utf8, final int from, final int to) {
        put((byte)'"');
        inside(utf8, from, to);
        put((byte)'"');
        return this;
    }

    /** A part of a string that has been opened with a quote. */
    JsonOut inside(final DirectBuffer utf8, final int from, final int to) {
        int clean = from;
        for (int i = from; i < to; i++) {
            final byte c = utf8.getByte(i);
            if (c >= 0 && c < ' ' || c == '"' || c == '\\') {
                copy(utf8, clean, i);
                escaped(c);
                clean = i + 1;
            }
        }
        copy(utf8, clean, to);
        return this;
    }

    /** Comma separated words as an array of strings. */
    JsonOut list(final DirectBuffer words) {
        put((byte)'[');
        final int length = words.capacity();
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (words.getByte(i) == ',') {
                text(words, from, i);
                put((byte)',');
                from = i + 1;
            }
        }
        if (length > 0) {
            text(words, from, length);
        }
        put((byte)']');
        return this;
    }

    /** The payload field, with its encoding where it is not JSON. */
    JsonOut payload(final DirectBuffer payload, final int encoding) {
        raw(PAYLOAD);
        if (encoding == Encoding.JSON) {
            if (payload.capacity() == 0) {
                raw(NULL);
            }
            copy(payload, 0, payload.capacity());
        } else {
            base64(payload);
            raw(IS_BASE64);
        }
        return this;
    }

    private void base64(final DirectBuffer bytes) {
        final int length = bytes.capacity();
        buffer.checkLimit(position + (length + 2) / 3 * 4 + 2);
        buffer.putByte(position++, (byte)'"');
        for (int i = 0; i < length; i += 3) {
            final int left = length - i;
            final int bits = (bytes.getByte(i) & 0xff) << 16
                | (left > 1 ? (bytes.getByte(i + 1) & 0xff) << 8 : 0)
                | (left > 2 ? bytes.getByte(i + 2) & 0xff : 0);
            buffer.putByte(position, BASE64[bits >>> 18]);
            buffer.putByte(position + 1, BASE64[bits >>> 12 & 63]);
            buffer.putByte(position + 2, left > 1 ? BASE64[bits >>> 6 & 63] : (byte)'=');
            buffer.putByte(position + 3, left > 2 ? BASE64[bits & 63] : (byte)'=');
            position += 4;
        }
        buffer.putByte(position++, (byte)'"');
    }

    private void escaped(final byte c) {
        switch (c) {
            case '"':
            case '\\':
                put((byte)'\\');
                put(c);
                break;
            case '\n':
                put((byte)'\\');
                put((byte)'n');
                break;
            case '\r':
                put((byte)'\\');
                put((byte)'r');
                break;
            case '\t':
                put((byte)'\\');
                put((byte)'t');
                break;
            default:
                if (c < ' ') {
                    raw(UNICODE);
                    put(HEX[c >> 4]);
                    put(HEX[c & 15]);
                } else {
                    put(c);
                }
                break;
        }
    }

    private void copy(final DirectBuffer source, final int from, final int to) {
        if (to > from) {
            buffer.putBytes(position, source, from, to - from);
            position += to - from;
        }
    }

    private void put(final byte c) {
        buffer.putByte(position++, c);
    }
}
