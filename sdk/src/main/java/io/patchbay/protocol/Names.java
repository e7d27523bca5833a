package io.patchbay.protocol;

import org.agrona.DirectBuffer;

/**
 * Checks of names: {@code [A-Za-z][A-Za-z0-9._-]{0,63}} (PROTOCOL.md, "Framing"). Any thread; allocates nothing.
 */
public final class Names {
    private static final boolean[] PARTS = parts();

    private Names() {
    }

    /**
     * Returns whether a text is a valid name of a service, method, event or responder.
     *
     * @param text any characters.
     * @return {@code true} if it is.
     */
    public static boolean isName(final CharSequence text) {
        final int length = text.length();
        if (length < 1 || length > Limits.MAX_NAME_LENGTH || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isNamePart(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a range of bytes is a valid name.
     *
     * @param buffer buffer that holds the bytes.
     * @param offset offset of the first byte.
     * @param length number of bytes.
     * @return {@code true} if it is.
     */
    public static boolean isName(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 1 || length > Limits.MAX_NAME_LENGTH || !isLetter(buffer.getByte(offset))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isNamePart(buffer.getByte(offset + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(final int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isNamePart(final int c) {
        return c >= 0 && c < PARTS.length && PARTS[c];
    }

    private static boolean[] parts() {
        final boolean[] parts = new boolean[128];
        for (int c = 0; c < parts.length; c++) {
            parts[c] = isLetter(c) || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
        }
        return parts;
    }
}
