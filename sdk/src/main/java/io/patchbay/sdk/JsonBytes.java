package io.patchbay.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds where things end in JSON text, eight bytes at a time. A position of -1 says that it does not end before the given end;
 * nothing outside the array is read, whatever it holds.
 */
final class JsonBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x80 * EACH;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;
    /** Set in none of the four brackets alike: with them set, all four become 0x7F (and so do Y, y, _ and DEL). */
    private static final long BRACKET_BITS = 0x26 * EACH;
    private static final long BRACKETS = 0x7F * EACH;

    private JsonBytes() {
    }

    /** Eight bytes as a little-endian long; what would be behind the array is 0. */
    static long word(final byte[] bytes, final int at) {
        return at <= bytes.length - Long.BYTES ? (long)LONGS.get(bytes, at) : lastWord(bytes, at);
    }

    private static long lastWord(final byte[] bytes, final int at) {
        long word = 0;
        for (int i = bytes.length - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    /** The lowest so many bytes of a word. */
    static long lowest(final long word, final int count) {
        return count >= Long.BYTES ? word : word & (1L << (count << 3)) - 1;
    }

    /** An ASCII text of at most eight characters as the word that its bytes make. */
    static long word(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Long.BYTES ? lastWord(bytes, 0) : 0;
    }

    /** The lowest marked byte is the first one that is 0; bytes above it may be marked wrongly. */
    private static long zeros(final long word) {
        return word - EACH & ~word & HIGH_BITS;
    }

    /** The high bit of exactly those bytes that are 0. */
    private static long exactZeros(final long word) {
        return ~((word & ~HIGH_BITS) + ~HIGH_BITS | word) & HIGH_BITS;
    }

    private static int firstByte(final long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Position of the first such byte, -1 where there is none. */
    static int indexOf(final byte[] bytes, final byte wanted, final int from, final int to) {
        final long pattern = wanted * EACH;
        int at = from;
        while (at < to) {
            final long marks = zeros(word(bytes, at) ^ pattern);
            if (marks != 0) {
                at += firstByte(marks);
                return at < to ? at : -1;
            }
            at += Long.BYTES;
        }
        return -1;
    }

    static int skipSpace(final byte[] bytes, final int from, final int end) {
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
     * Position after the quote that ends a string, where that is among its first eight bytes; otherwise as {@link #skipString}.
     * Names are short.
     */
    static int skipName(final byte[] bytes, final int from, final int end) {
        final long word = word(bytes, from);
        final long quotes = zeros(word ^ QUOTES);
        if (quotes != 0 && (zeros(word ^ BACKSLASHES) & quotes - 1) == 0) {
            final int at = from + firstByte(quotes);
            return at < end ? at + 1 : -1;
        }
        return skipString(bytes, from, end);
    }

    /** Position after the quote that ends a string. */
    static int skipString(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final long word = word(bytes, at);
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

    /** Position after a value; not after {@code from} where there is none. */
    static int skipValue(final byte[] bytes, final int from, final int end) {
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
     * Which of eight bytes are inside a string is the parity of the quotes up to them, so that only brackets outside strings
     * need a branch. Where a backslash is near, it goes byte by byte and past whole strings.
     */
    private static int skipNested(final byte[] bytes, final int from, final int end) {
        int depth = 1;
        int at = from;
        long inside = 0;
        while (at < end) {
            final long word = word(bytes, at);
            if (zeros(word ^ BACKSLASHES) == 0) {
                final long insides = (exactZeros(word ^ QUOTES) >>> 7) * EACH ^ inside;
                long brackets = exactZeros((word | BRACKET_BITS) ^ BRACKETS) & ~(insides << 7);
                for (; brackets != 0; brackets &= brackets - 1) {
                    final int bracket = at + firstByte(brackets);
                    depth += bracket < end ? turn(bytes[bracket]) : 0;
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
                depth += turn(bytes[at++]);
                if (depth == 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** What a byte does to the depth of nesting. */
    private static int turn(final byte c) {
        if (c == '{' || c == '[') {
            return 1;
        }
        return c == '}' || c == ']' ? -1 : 0;
    }

    /** What a string's inside spells. */
    static String unescape(final byte[] bytes, final int from, final int to) {
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
