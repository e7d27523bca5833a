package io.patchbay.gateway.json;

import io.patchbay.protocol.Encoding;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Writes the parts of a JSON frame into the array of a buffer, one after the other, without white space or allocation. Literals
 * and digits are stored eight bytes at a time. Texts are copied as a whole and then searched for characters to escape.
 */
final class JsonOut {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final JsonLiteral NULL = new JsonLiteral("null");
    private static final JsonLiteral TRUE = new JsonLiteral("true");
    private static final JsonLiteral FALSE = new JsonLiteral("false");
    private static final byte[] BASE64 =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    private static final JsonLiteral UNICODE = new JsonLiteral("\\u00");
    private static final JsonLiteral INDEX = new JsonLiteral("\"0x");
    private static final JsonLiteral INSTANCE = new JsonLiteral("\"i-0x");
    private static final JsonLiteral PAYLOAD = new JsonLiteral(",\"payload\":");
    private static final JsonLiteral IS_BASE64 = new JsonLiteral(",\"encoding\":\"base64\"");
    /** Most characters of a number, including its sign. */
    private static final int NUMBER_LENGTH = 20;
    /** Most bytes that one character of a string takes. */
    private static final int ESCAPE_LENGTH = 6;

    private final TimeText times = new TimeText();
    private MutableDirectBuffer buffer;
    private byte[] bytes;
    /** First position of the buffer in the array, and the position after its last. */
    private int base;
    private int limit;
    private int start;
    private int position;

    JsonOut begin(final MutableDirectBuffer target, final int offset) {
        buffer = target;
        take();
        start = base + offset;
        position = start;
        return this;
    }

    private void take() {
        bytes = buffer.byteArray();
        base = buffer.wrapAdjustment();
        limit = base + buffer.capacity();
    }

    /** Makes room for this many bytes and the padding that writing whole longs needs. */
    private void ensure(final int length) {
        if (limit - position < length + LongBytes.PADDING) {
            buffer.checkLimit(position - base + length + LongBytes.PADDING);
            take();
        }
    }

    /** Closes the frame's object. Returns the length of the frame in bytes. */
    int end() {
        put((byte)'}');
        return position - start;
    }

    /** Appends text that is JSON already. */
    JsonOut raw(final JsonLiteral json) {
        ensure(json.length());
        json.put(bytes, position);
        position += json.length();
        return this;
    }

    JsonOut raw(final char json) {
        put((byte)json);
        return this;
    }

    JsonOut number(final long value) {
        ensure(NUMBER_LENGTH);
        if (value < 0) {
            bytes[position++] = '-';
        }
        // Negative, since the lowest long has no positive counterpart.
        long rest = value < 0 ? value : -value;
        int digits = 1;
        for (long i = rest; i <= -10; i /= 10) {
            digits++;
        }
        for (int i = position + digits - 1; i >= position; i--) {
            bytes[i] = (byte)('0' - rest % 10);
            rest /= 10;
        }
        position += digits;
        return this;
    }

    JsonOut bool(final boolean value) {
        return raw(value ? TRUE : FALSE);
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
        ensure(Long.BYTES * 2 + 1);
        position += HexText.put(value, bytes, position);
        bytes[position++] = '"';
        return this;
    }

    JsonOut uuid(final long hi, final long lo) {
        ensure(HexText.UUID_LENGTH + 2);
        bytes[position] = '"';
        HexText.putUuid(hi, lo, bytes, position + 1);
        bytes[position + 1 + HexText.UUID_LENGTH] = '"';
        position += HexText.UUID_LENGTH + 2;
        return this;
    }

    JsonOut time(final long epochNs) {
        ensure(TimeText.LENGTH + 2);
        bytes[position] = '"';
        times.put(epochNs, bytes, position + 1);
        bytes[position + 1 + TimeText.LENGTH] = '"';
        position += TimeText.LENGTH + 2;
        return this;
    }

    /** Appends a string of plain ASCII in which nothing needs to be escaped. */
    JsonOut ascii(final String value) {
        final int length = value.length();
        ensure(length + 2);
        bytes[position++] = '"';
        for (int i = 0; i < length; i++) {
            bytes[position++] = (byte)value.charAt(i);
        }
        bytes[position++] = '"';
        return this;
    }

    /** Appends a string. Half a surrogate pair becomes U+FFFD. */
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

    /** Appends a string from UTF-8. */
    JsonOut text(final DirectBuffer utf8) {
        return text(utf8, 0, utf8.capacity());
    }

    private JsonOut text(final DirectBuffer utf8, final int from, final int to) {
        put((byte)'"');
        inside(utf8, from, to);
        put((byte)'"');
        return this;
    }

    /** Appends a part of a string; the caller writes its quotes. */
    JsonOut inside(final DirectBuffer utf8) {
        return inside(utf8, 0, utf8.capacity());
    }

    private JsonOut inside(final DirectBuffer utf8, final int from, final int to) {
        final int length = to - from;
        ensure(length);
        utf8.getBytes(from, bytes, position, length);
        if (isPlain(position, length)) {
            position += length;
        } else {
            for (int i = from; i < to; i++) {
                escaped(utf8.getByte(i));
            }
        }
        return this;
    }

    /** Returns whether the bytes need no escapes. */
    private boolean isPlain(final int from, final int length) {
        int left = length;
        int at = from;
        while (left >= Long.BYTES) {
            if (LongBytes.specials(LongBytes.get(bytes, at)) != 0) {
                return false;
            }
            at += Long.BYTES;
            left -= Long.BYTES;
        }
        final long specials = LongBytes.specials(LongBytes.get(bytes, at));
        return specials == 0 || LongBytes.first(specials) >= left;
    }

    /** Appends comma-separated values as an array of strings. */
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

    /** Appends the payload field. A payload that is not JSON is appended as base64, followed by the field {@code encoding}. */
    JsonOut payload(final DirectBuffer payload, final int encoding) {
        raw(PAYLOAD);
        final int length = payload.capacity();
        if (encoding != Encoding.JSON) {
            base64(payload, length);
            raw(IS_BASE64);
        } else if (length == 0) {
            raw(NULL);
        } else {
            ensure(length);
            payload.getBytes(0, bytes, position, length);
            position += length;
        }
        return this;
    }

    private void base64(final DirectBuffer source, final int length) {
        ensure((length + 2) / 3 * 4 + 2);
        bytes[position++] = '"';
        for (int i = 0; i < length; i += 3) {
            final int left = length - i;
            final int bits = (source.getByte(i) & 0xff) << 16
                | (left > 1 ? (source.getByte(i + 1) & 0xff) << 8 : 0)
                | (left > 2 ? source.getByte(i + 2) & 0xff : 0);
            bytes[position] = BASE64[bits >>> 18];
            bytes[position + 1] = BASE64[bits >>> 12 & 63];
            bytes[position + 2] = left > 1 ? BASE64[bits >>> 6 & 63] : (byte)'=';
            bytes[position + 3] = left > 2 ? BASE64[bits & 63] : (byte)'=';
            position += 4;
        }
        bytes[position++] = '"';
    }

    private void escaped(final byte c) {
        ensure(ESCAPE_LENGTH);
        switch (c) {
            case '"':
            case '\\':
                escape(c);
                break;
            case '\n':
                escape((byte)'n');
                break;
            case '\r':
                escape((byte)'r');
                break;
            case '\t':
                escape((byte)'t');
                break;
            default:
                if (c >= 0 && c < ' ') {
                    raw(UNICODE);
                    bytes[position++] = HEX[c >> 4];
                    bytes[position++] = HEX[c & 15];
                } else {
                    bytes[position++] = c;
                }
                break;
        }
    }

    private void escape(final byte letter) {
        bytes[position++] = '\\';
        bytes[position++] = letter;
    }

    private void put(final byte c) {
        ensure(1);
        bytes[position++] = c;
    }
}
