package io.patchbay.sdk;

import io.patchbay.protocol.Uuids;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Appends the parts of a JSON object to an array in which its owner has found room for all of them.
 */
final class JsonFrameWriter {
    /** Bytes that one byte of text may become. */
    static final int MAX_ESCAPE_LENGTH = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private byte[] bytes;
    private int start;
    private int at;

    void wrap(final byte[] target, final int offset) {
        if (bytes != target) {
            bytes = target;
            view.wrap(target);
        }
        start = offset;
        at = offset;
    }

    int length() {
        return at - start;
    }

    /** ASCII as it stands. */
    JsonFrameWriter literal(final byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
        at += ascii.length;
        return this;
    }

    /** An id and the quote that ends it. */
    JsonFrameWriter id(final long hi, final long lo) {
        Uuids.put(hi, lo, view, at);
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

    /** A string field, which is left out where it is empty; the literal ends with its first quote. */
    JsonFrameWriter optional(final byte[] name, final DirectBuffer utf8) {
        if (utf8.capacity() > 0) {
            literal(name).text(utf8);
            bytes[at++] = '"';
        }
        return this;
    }

    /** The inside of a string. */
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

    /** A JSON value as it stands; a line end in it, which can only be between tokens, becomes a space. */
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
