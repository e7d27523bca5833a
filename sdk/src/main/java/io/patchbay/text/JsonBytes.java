package io.patchbay.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A scanner that finds the ends of values in JSON text, eight bytes at a time. A result of -1 means that the value does not end
 * before the given end. Whatever the text holds, nothing outside the array is read.
 */
public final class JsonBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x80 * EACH;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;
    /** Bits in which the four bracket characters differ. With these bits set all four become 0x7F, and so do Y, y, _ and DEL. */
    private static final long BRACKET_BITS = 0x26 * EACH;
    private static final long BRACKETS = 0x7F * EACH;

    private JsonBytes() {
    }

    /** Returns eight bytes as a little-endian long. Bytes beyond the end of the array are 0. */
    public static long longAt(final byte[] bytes, final int at) {
        return at <= bytes.length - Long.BYTES ? (long)LONGS.get(bytes, at) : lastLongAt(bytes, at);
    }

    private static long lastLongAt(final byte[] bytes, final int at) {
        long word = 0;
        for (int i = bytes.length - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    /** Returns the lowest {@code count} bytes of a long. */
    public static long lowest(final long word, final int count) {
        return count >= Long.BYTES ? word : word & (1L << (count << 3)) - 1;
    }

    /** Returns an ASCII text of at most eight characters, packed into a little-endian long; 0 for a longer text. */
    public static long packed(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Long.BYTES ? lastLongAt(bytes, 0) : 0;
    }

    /** Marks the bytes that are 0. The lowest mark is exact; bytes above it may be marked wrongly. */
    private static long zeros(final long word) {
        return word - EACH & ~word & HIGH_BITS;
    }

    /** Returns the high bit of exactly those bytes that are 0. */
    private static long exactZeros(final long word) {
        return ~((word & ~HIGH_BITS) + ~HIGH_BITS | word) & HIGH_BITS;
    }

    private static int firstByte(final long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Returns the position of the first byte with a value, or -1 if there is none. */
    public static int indexOf(final byte[] bytes, final byte wanted, final int from, final int to) {
        final long pattern = wanted * EACH;
        int at = from;
        while (at < to) {
            final long marks = zeros(longAt(bytes, at) ^ pattern);
            if (marks != 0) {
                at += firstByte(marks);
                return at < to ? at : -1;
            }
            at += Long.BYTES;
        }
        return -1;
    }

    public static int skipSpace(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(final byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /**
     * Returns the position after the closing quote of a string. It is fast if that quote is among the first eight bytes, because
     * names are short; otherwise it works as {@link #skipString}.
     */
    public static int skipName(final byte[] bytes, final int from, final int end) {
        final long word = longAt(bytes, from);
        final long quotes = zeros(word ^ QUOTES);
        if (quotes != 0 && (zeros(word ^ BACKSLASHES) & quotes - 1) == 0) {
            final int at = from + firstByte(quotes);
            return at < end ? at + 1 : -1;
        }
        return skipString(bytes, from, end);
    }

    /** Returns the position after the closing quote of a string. */
    static int skipString(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final long word = longAt(bytes, at);
            final long marks = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
            if (marks == 0) {
                at += Long.BYTES;
                continue;
            }
            at += firstByte(marks);
            if (at >= end) {
                return -1;
            }
            if (bytes[at] == '"') {
                return at + 1;
            }
            at += 2;
        }
        return -1;
    }

    /** Returns the position after a value. A result that is not above {@code from} means that there is no value. */
    public static int skipValue(final byte[] bytes, final int from, final int end) {
        if (from >= end) {
            return -1;
        }
        return switch (bytes[from]) {
            case '"' -> skipString(bytes, from + 1, end);
            case '{', '[' -> skipNested(bytes, from + 1, end);
            default -> skipScalar(bytes, from, end);
        };
    }

    private static int skipScalar(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']' && bytes[at] > ' ') {
            at++;
        }
        return at;
    }

    /**
     * Returns the position after a nested object or array. The parity of the quotes up to a byte tells whether the byte is inside
     * a string, so that only brackets outside of strings need a branch. If a backslash is among eight bytes, the scan goes byte
     * by byte and past whole strings.
     */
    private static int skipNested(final byte[] bytes, final int from, final int end) {
        int depth = 1;
        int at = from;
        long inside = 0;
        while (at < end) {
            final long word = longAt(bytes, at);
            if (zeros(word ^ BACKSLASHES) == 0) {
                final long insides = (exactZeros(word ^ QUOTES) >>> 7) * EACH ^ inside;
                long brackets = exactZeros((word | BRACKET_BITS) ^ BRACKETS) & ~(insides << 7);
                for (; brackets != 0; brackets &= brackets - 1) {
                    final int bracket = at + firstByte(brackets);
                    depth += bracket < end ? depthChange(bytes[bracket]) : 0;
                    if (depth == 0) {
                        return bracket + 1;
                    }
                }
                inside = (insides >>> 56 & 1) * EACH;
                at += Long.BYTES;
            } else if (inside != 0 || bytes[at] == '"') {
                at = skipString(bytes, inside != 0 ? at : at + 1, end);
                if (at < 0) {
                    return -1;
                }
                inside = 0;
            } else {
                depth += depthChange(bytes[at++]);
                if (depth == 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Returns the change of the nesting depth that a byte causes. */
    private static int depthChange(final byte c) {
        if (c == '{' || c == '[') {
            return 1;
        }
        return c == '}' || c == ']' ? -1 : 0;
    }

    /** Returns the text of a string's inside, with its escapes resolved. */
    public static String unescape(final byte[] bytes, final int from, final int to) {
        final String plain = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (plain.indexOf('\\') < 0) {
            return plain;
        }
        final StringBuilder text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            final char c = plain.charAt(i);
            if (c != '\\' || i + 1 == plain.length()) {
                text.append(c);
                continue;
            }
            final char escaped = plain.charAt(++i);
            switch (escaped) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int value = 0;
                    for (int digit = 0; digit < 4 && i + 1 < plain.length(); digit++) {
                        value = value << 4 | Character.digit(plain.charAt(++i), 16) & 15;
                    }
                    text.append((char)value);
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
