package io.patchbay.sdk.direct;

import io.patchbay.text.JsonBytes;
import io.patchbay.text.Uuids;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A writer that appends the parts of a JSON object to an array. The array's owner has made sure that all of them fit.
 */
final class JsonFrameWriter {
    /** Maximum number of bytes that one byte of text becomes. */
    static final int MAX_ESCAPE_LENGTH = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int start;
    private int at;

    void wrap(final byte[] target, final int offset) {
        bytes = target;
        start = offset;
        at = offset;
    }

    int length() {
        return at - start;
    }

    /** Appends ASCII bytes unchanged. */
    JsonFrameWriter literal(final byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
        at += ascii.length;
        return this;
    }

    /** Appends an id and its closing quote. */
    JsonFrameWriter id(final long hi, final long lo) {
        Uuids.put(hi, lo, bytes, at);
        at += Uuids.LENGTH;
        bytes[at++] = '"';
        return this;
    }

    JsonFrameWriter number(final int value) {
        int rest = value;
        int digits = 1;
        for (int limit = value / 10; limit > 0; limit /= 10) {
            digits++;
        }
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
        return this;
    }

    /** Appends a string field, unless its value is empty. The name literal ends with the value's opening quote. */
    JsonFrameWriter optional(final byte[] name, final DirectBuffer utf8) {
        if (utf8.capacity() > 0) {
            literal(name).text(utf8);
            bytes[at++] = '"';
        }
        return this;
    }

    /** Appends the inside of a string, with escapes. */
    JsonFrameWriter text(final DirectBuffer utf8) {
        final int length = utf8.capacity();
        for (int i = 0; i < length; i++) {
            final byte b = utf8.getByte(i);
            if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
                escape(b);
            } else {
                bytes[at++] = b;
            }
        }
        return this;
    }

    private void escape(final byte b) {
        bytes[at++] = '\\';
        if (b == '"' || b == '\\') {
            bytes[at++] = b;
            return;
        }
        bytes[at++] = 'u';
        bytes[at++] = '0';
        bytes[at++] = '0';
        bytes[at++] = HEX[b >> 4];
        bytes[at++] = HEX[b & 15];
    }

    /**
     * Appends a JSON value unchanged, except that line ends become spaces. In valid JSON a line end can only be between tokens.
     */
    JsonFrameWriter raw(final DirectBuffer source, final int offset, final int length) {
        source.getBytes(offset, bytes, at, length);
        final int end = at + length;
        replace((byte)'\n', at, end);
        replace((byte)'\r', at, end);
        at = end;
        return this;
    }

    private void replace(final byte unwanted, final int from, final int end) {
        for (int i = JsonBytes.indexOf(bytes, unwanted, from, end); i >= 0; i = JsonBytes.indexOf(bytes, unwanted, i + 1, end)) {
            bytes[i] = ' ';
        }
    }
}
