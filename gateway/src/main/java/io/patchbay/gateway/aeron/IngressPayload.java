package io.patchbay.gateway.aeron;

import io.patchbay.gateway.json.PayloadChecker;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Makes sure that data of the Aeron path can be put into a JSON frame: JSON payloads must be JSON, without line ends, and texts
 * must be UTF-8. One thread. It copies only payloads that must be changed.
 */
final class IngressPayload {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final PayloadChecker checker = new PayloadChecker();
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(1_024);
    private final UnsafeBuffer copied = new UnsafeBuffer(0, 0);

    /**
     * Checks a JSON payload. An empty one becomes {@code null}, and line ends between tokens become spaces; the view then refers
     * to the changed copy.
     */
    boolean toJson(final UnsafeBuffer payload) {
        final int length = payload.capacity();
        if (length == 0) {
            payload.wrap(NULL);
            return true;
        }
        // Most payloads have no line ends and need only one pass.
        return checker.isJson(payload, 0, length) || hasLineEnd(payload, length) && withoutLineEnds(payload, length);
    }

    private static boolean hasLineEnd(final UnsafeBuffer payload, final int length) {
        for (int i = 0; i < length; i++) {
            if (isLineEnd(payload.getByte(i))) {
                return true;
            }
        }
        return false;
    }

    /** Checks a copy with tabs in place of line ends, since tabs are illegal within strings too. Then replaces them by spaces. */
    private boolean withoutLineEnds(final UnsafeBuffer payload, final int length) {
        for (int i = 0; i < length; i++) {
            final byte c = payload.getByte(i);
            copy.putByte(i, isLineEnd(c) ? (byte)'\t' : c);
        }
        copied.wrap(copy, 0, length);
        if (!checker.isJson(copied, 0, length)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (isLineEnd(payload.getByte(i))) {
                copied.putByte(i, (byte)' ');
            }
        }
        payload.wrap(copied);
        return true;
    }

    private static boolean isLineEnd(final byte c) {
        return c == '\n' || c == '\r';
    }

    /** Returns whether a text is UTF-8. Called for short texts that a JSON frame will quote. */
    boolean isText(final UnsafeBuffer text) {
        final int length = text.capacity();
        boolean isAscii = true;
        for (int i = 0; i < length; i++) {
            isAscii &= text.getByte(i) >= ' ' && text.getByte(i) != '"' && text.getByte(i) != '\\';
        }
        return isAscii || isUtf8(text, length);
    }

    /** Checks for well-formed UTF-8 (RFC 3629). */
    private static boolean isUtf8(final UnsafeBuffer text, final int length) {
        int i = 0;
        while (i < length) {
            final int lead = text.getByte(i) & 0xff;
            final int more = lead < 0x80 ? 0 : lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2
                : lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
            if (more < 0 || i + more >= length) {
                return false;
            }
            for (int k = 1; k <= more; k++) {
                if ((text.getByte(i + k) & 0xc0) != 0x80) {
                    return false;
                }
            }
            final int second = more == 0 ? 0 : text.getByte(i + 1) & 0xff;
            if (lead == 0xe0 && second < 0xa0 || lead == 0xed && second > 0x9f || lead == 0xf0 && second < 0x90
                || lead == 0xf4 && second > 0x8f) {
                return false;
            }
            i += more + 1;
        }
        return true;
    }
}
