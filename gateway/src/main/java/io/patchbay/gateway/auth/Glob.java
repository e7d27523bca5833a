package io.patchbay.gateway.auth;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A pattern of an auth file. Every {@code *} matches any number of characters, also none; every other character matches itself.
 */
final class Glob {
    private final byte[] pattern;

    Glob(final String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    boolean matches(final CharSequence text) {
        return matches(null, text, 0, text.length());
    }

    boolean matches(final DirectBuffer buffer, final int offset, final int length) {
        return matches(buffer, null, offset, length);
    }

    /**
     * Matches greedily and returns to the last star on a mismatch, so the time is bounded by the product of both lengths. No
     * allocation.
     */
    private boolean matches(final DirectBuffer buffer, final CharSequence text, final int offset, final int length) {
        int at = 0;
        int next = 0;
        int star = -1;
        int starAt = 0;
        while (at < length) {
            if (next < pattern.length && pattern[next] == '*') {
                star = next++;
                starAt = at;
            } else if (next < pattern.length && pattern[next] == symbol(buffer, text, offset + at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == '*') {
            next++;
        }
        return next == pattern.length;
    }

    private static int symbol(final DirectBuffer buffer, final CharSequence text, final int position) {
        return buffer != null ? buffer.getByte(position) : text.charAt(position);
    }
}
