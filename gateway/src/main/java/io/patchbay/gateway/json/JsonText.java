package io.patchbay.gateway.json;

/**
 * Decodes the escapes of a string that {@link JsonWalker} has accepted.
 */
final class JsonText {
    private JsonText() {
    }

    /**
     * Writes the text that a string spells as UTF-8. Half a surrogate pair becomes U+FFFD.
     *
     * @param source with the string.
     * @param from   position after the opening quote.
     * @param to     position of the closing quote.
     * @param target for the text, which takes at most {@code to - from} bytes.
     * @param offset of the text's first byte.
     * @return the number of bytes written.
     */
    static int decode(final byte[] source, final int from, final int to, final byte[] target,
        final int offset) {
        int position = from;
        int out = offset;
        while (position < to) {
            final byte c = source[position];
            if (c != '\\') {
                target[out++] = c;
                position++;
                continue;
            }
            final byte kind = source[position + 1];
            if (kind != 'u') {
                target[out++] = plain(kind);
                position += 2;
                continue;
            }
            int codePoint = codeUnit(source, position + 2);
            position += 6;
            if ((codePoint & 0xf800) == 0xd800) {
                final boolean isPair = codePoint < 0xdc00 && position + 6 <= to && source[position] == '\\'
                    && source[position + 1] == 'u' && (codeUnit(source, position + 2) & 0xfc00) == 0xdc00;
                if (isPair) {
                    codePoint = Character.toCodePoint((char)codePoint, (char)codeUnit(source, position + 2));
                    position += 6;
                } else {
                    codePoint = 0xfffd;
                }
            }
            out = put(codePoint, target, out);
        }
        return out - offset;
    }

    private static byte plain(final byte kind) {
        switch (kind) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                return kind;
        }
    }

    private static int codeUnit(final byte[] source, final int position) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 4 | Character.digit(source[position + i], 16);
        }
        return value;
    }

    private static int put(final int codePoint, final byte[] target, final int offset) {
        if (codePoint < 0x80) {
            target[offset] = (byte)codePoint;
            return offset + 1;
        }
        int out = offset;
        if (codePoint < 0x800) {
            target[out++] = (byte)(0xc0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                target[out++] = (byte)(0xe0 | codePoint >> 12);
            } else {
                target[out++] = (byte)(0xf0 | codePoint >> 18);
                target[out++] = (byte)(0x80 | codePoint >> 12 & 0x3f);
            }
            target[out++] = (byte)(0x80 | codePoint >> 6 & 0x3f);
        }
        target[out++] = (byte)(0x80 | codePoint & 0x3f);
        return out;
    }
}
