package io.patchbay.gateway.json;

import io.patchbay.protocol.Limits;

/**
 * Checks names in an array of bytes by a table. A name is {@code [A-Za-z][A-Za-z0-9._-]{0,63}}.
 */
final class NameText {
    private static final boolean[] IS_PART = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            IS_PART[c] = isLetter(c) || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
        }
    }

    private NameText() {
    }

    static boolean isName(final byte[] text, final int from, final int to) {
        return to > from && to - from <= Limits.MAX_NAME_LENGTH && isLetter(text[from]) && end(text, from, to) == to;
    }

    /** Returns the position of the first byte from here on that cannot be part of a name, or the end. */
    static int end(final byte[] text, final int from, final int to) {
        int at = from;
        while (at < to && IS_PART[text[at] & 0xff]) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(final int c) {
        final int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
