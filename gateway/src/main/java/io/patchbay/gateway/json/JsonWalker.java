package io.patchbay.gateway.json;

import io.patchbay.protocol.Limits;

import org.agrona.DirectBuffer;

/**
 * Finds the ends of values in strict RFC 8259 JSON in UTF-8, without recursion. It decodes and allocates nothing.
 *
 * <p>{@link #load} copies the text into an array with zeros behind it. Reading that array needs no check for the end, since a
 * zero is legal nowhere, and takes eight bytes at a time. That saves several times what the copy costs. Positions count from the
 * beginning of the text. A method that finds a fault returns {@link #FAULT}, and {@link #fault()} then tells what is wrong.
 */
final class JsonWalker {
    /** Returned instead of a position where the text is not JSON. */
    static final int FAULT = -1;

    private static final int FIRST_BYTES = 4_096;

    private final long[] isObject = new long[(Limits.MAX_JSON_DEPTH >> 6) + 1];
    private byte[] bytes = new byte[FIRST_BYTES];
    private int end;
    private LineEnds lineEnds = LineEnds.ALLOWED;
    private boolean escaped;
    private boolean loneSurrogate;
    private String fault;
    private int faultPosition;

    /** The treatment of a CR or LF between tokens. */
    enum LineEnds {
        /** Skipped like other white space. */
        ALLOWED,
        /** Skipped, and overwritten with a space. */
        BLANKED,
        /** Treated as a fault. */
        REFUSED
    }

    /** Copies a text and forgets the previous one. */
    void load(final DirectBuffer buffer, final int offset, final int length) {
        if (bytes.length < length + LongBytes.PADDING) {
            bytes = new byte[Math.max(length + LongBytes.PADDING, bytes.length * 2)];
        }
        buffer.getBytes(offset, bytes, 0, length);
        LongBytes.put(bytes, length, 0);
        LongBytes.put(bytes, length + Long.BYTES, 0);
        end = length;
        fault = null;
        lineEnds = LineEnds.ALLOWED;
        escaped = false;
        loneSurrogate = false;
    }

    /** Returns the array with the text, followed by at least {@link LongBytes#PADDING} zeros. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns the length of the text in bytes. */
    int end() {
        return end;
    }

    /** Sets the treatment of line ends in what is walked over from now on. */
    void lineEnds(final LineEnds treatment) {
        lineEnds = treatment;
    }

    /** Returns whether any string since {@link #clearMarks()} had an escape. */
    boolean isEscaped() {
        return escaped;
    }

    /** Returns whether any string since {@link #clearMarks()} had an escape for half a surrogate pair. */
    boolean hasLoneSurrogate() {
        return loneSurrogate;
    }

    void clearMarks() {
        escaped = false;
        loneSurrogate = false;
    }

    String fault() {
        return fault;
    }

    int faultPosition() {
        return faultPosition;
    }

    /** Returns the byte at a position as 0 to 255; it is 0 at the end of the text. */
    int at(final int position) {
        return bytes[position] & 0xff;
    }

    /** Returns the first position from here on that is not white space, which may be the end of the text. */
    int blank(final int from) {
        return bytes[from] > ' ' ? from : blanks(from);
    }

    private int blanks(final int from) {
        int position = from;
        while (true) {
            final byte c = bytes[position];
            if (c == '\n' || c == '\r') {
                if (lineEnds == LineEnds.BLANKED) {
                    bytes[position] = ' ';
                } else if (lineEnds == LineEnds.REFUSED) {
                    return position;
                }
            } else if (c != ' ' && c != '\t') {
                return position;
            }
            position++;
        }
    }

    int fault(final String what, final int position) {
        if (fault == null) {
            fault = what;
            faultPosition = position;
        }
        return FAULT;
    }

    /**
     * Walks over one value.
     *
     * @param from  position of its first byte, which is not white space.
     * @param depth number of containers around it.
     * @return the position after its last byte, or {@link #FAULT}.
     */
    int value(final int from, final int depth) {
        int position = from;
        int level = depth;
        while (true) {
            final int c = at(position);
            if (c == '{' || c == '[') {
                if (++level > Limits.MAX_JSON_DEPTH) {
                    return fault("nested too deep", position);
                }
                mark(level, c == '{');
                position = blank(position + 1);
                if (at(position) == (c == '{' ? '}' : ']')) {
                    position++;
                    level--;
                } else {
                    if (c == '{') {
                        position = member(position);
                        if (position == FAULT) {
                            return FAULT;
                        }
                    }
                    continue;
                }
            } else {
                position = scalar(c, position);
                if (position == FAULT) {
                    return FAULT;
                }
            }

            boolean isComplete = true;
            while (isComplete) {
                if (level == depth) {
                    return position;
                }
                position = blank(position);
                final int next = at(position);
                final boolean inObject = isObject(level);
                if (next == ',') {
                    position = blank(position + 1);
                    if (inObject) {
                        position = member(position);
                        if (position == FAULT) {
                            return FAULT;
                        }
                    }
                    isComplete = false;
                } else if (next == (inObject ? '}' : ']')) {
                    position++;
                    level--;
                } else {
                    return fault(inObject ? "expected , or }" : "expected , or ]", position);
                }
            }
        }
    }

    /** Walks from a member's name to the first byte of its value. */
    private int member(final int from) {
        if (at(from) != '"') {
            return fault("expected a field name", from);
        }
        final int nameEnd = string(from + 1);
        return nameEnd == FAULT ? FAULT : colon(nameEnd);
    }

    /** Walks from the end of a member's name to the first byte of its value. */
    int colon(final int from) {
        final int position = blank(from);
        return at(position) == ':' ? blank(position + 1) : fault("expected :", position);
    }

    private int scalar(final int c, final int position) {
        switch (c) {
            case '"':
                return string(position + 1);
            case 't':
                return at(position + 1) == 'r' && at(position + 2) == 'u' && at(position + 3) == 'e' ? position + 4
                    : fault("expected a value", position);
            case 'f':
                return at(position + 1) == 'a' && at(position + 2) == 'l' && at(position + 3) == 's'
                    && at(position + 4) == 'e' ? position + 5 : fault("expected a value", position);
            case 'n':
                return at(position + 1) == 'u' && at(position + 2) == 'l' && at(position + 3) == 'l' ? position + 4
                    : fault("expected a value", position);
            default:
                return c == '-' || isDigit(c) ? number(position) : fault("expected a value", position);
        }
    }

    private int number(final int from) {
        int position = at(from) == '-' ? from + 1 : from;
        if (at(position) == '0') {
            position++;
        } else {
            position = digits(position);
        }
        if (position != FAULT && at(position) == '.') {
            position = digits(position + 1);
        }
        if (position != FAULT && (at(position) | 0x20) == 'e') {
            final int sign = at(position + 1);
            position = digits(sign == '+' || sign == '-' ? position + 2 : position + 1);
        }
        return position;
    }

    private int digits(final int from) {
        int position = from;
        while (isDigit(at(position))) {
            position++;
        }
        return position == from ? fault("expected a digit", from) : position;
    }

    /**
     * Walks over a string.
     *
     * @param from the position after its opening quote.
     * @return the position after its closing quote, or {@link #FAULT}.
     */
    int string(final int from) {
        final byte[] text = bytes;
        int position = from;
        while (true) {
            final long word = LongBytes.get(text, position);
            final long stops = LongBytes.specials(word) | word & LongBytes.HIGH_BITS;
            if (stops == 0) {
                position += Long.BYTES;
                continue;
            }
            position += LongBytes.first(stops);
            if (text[position] == '"') {
                return position + 1;
            }
            position = special(position);
            if (position == FAULT) {
                return FAULT;
            }
        }
    }

    private int special(final int position) {
        final int c = at(position);
        if (c == '\\') {
            return escape(position);
        }
        if (c >= 0x80) {
            return sequence(c, position);
        }
        return fault(position >= end ? "a string does not end" : "a control character in a string", position);
    }

    private int escape(final int position) {
        escaped = true;
        switch (at(position + 1)) {
            case '"':
            case '\\':
            case '/':
            case 'b':
            case 'f':
            case 'n':
            case 'r':
            case 't':
                return position + 2;
            case 'u':
                return unicode(position);
            default:
                return fault("an unknown escape", position);
        }
    }

    private int unicode(final int position) {
        final int first = codeUnit(position + 2);
        if (first < 0) {
            return fault("expected four hexadecimal digits", position);
        }
        if ((first & 0xf800) != 0xd800) {
            return position + 6;
        }
        if (first < 0xdc00 && at(position + 6) == '\\' && at(position + 7) == 'u') {
            final int second = codeUnit(position + 8);
            if (second < 0) {
                return fault("expected four hexadecimal digits", position + 6);
            }
            if ((second & 0xfc00) == 0xdc00) {
                return position + 12;
            }
        }
        loneSurrogate = true;
        return position + 6;
    }

    /** Returns the value of four hexadecimal digits, or a negative number where one is no digit. */
    int codeUnit(final int position) {
        return hex(at(position)) << 12 | hex(at(position + 1)) << 8 | hex(at(position + 2)) << 4 | hex(at(position + 3));
    }

    private static int hex(final int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        final int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Walks over one multi-byte character. It must have the shortest form, be no surrogate and be at most U+10FFFF. */
    private int sequence(final int lead, final int position) {
        final int second = at(position + 1);
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isContinuation(second) ? position + 2 : notUtf8(position);
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            final boolean isLegal = isContinuation(second) && isContinuation(at(position + 2))
                && !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second > 0x9f);
            return isLegal ? position + 3 : notUtf8(position);
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            final boolean isLegal = isContinuation(second) && isContinuation(at(position + 2))
                && isContinuation(at(position + 3)) && !(lead == 0xf0 && second < 0x90) && !(lead == 0xf4 && second > 0x8f);
            return isLegal ? position + 4 : notUtf8(position);
        }
        return notUtf8(position);
    }

    private int notUtf8(final int position) {
        return fault("not UTF-8", position);
    }

    private static boolean isContinuation(final int c) {
        return c >= 0x80 && c <= 0xbf;
    }

    private static boolean isDigit(final int c) {
        return c >= '0' && c <= '9';
    }

    private void mark(final int level, final boolean object) {
        if (object) {
            isObject[level >> 6] |= 1L << level;
        } else {
            isObject[level >> 6] &= ~(1L << level);
        }
    }

    private boolean isObject(final int level) {
        return (isObject[level >> 6] & 1L << level) != 0;
    }
}
