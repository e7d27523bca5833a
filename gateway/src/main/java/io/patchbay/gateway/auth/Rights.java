package io.patchbay.gateway.auth;

import org.agrona.DirectBuffer;

import java.util.List;

/**
 * The patterns that permit one kind of action, as names or as {@code left:right} pairs. What no pattern matches is denied.
 * Checked for each frame, without allocation.
 */
final class Rights {
    private final Glob[] left;
    private final Glob[] right;

    private Rights(final Glob[] left, final Glob[] right) {
        this.left = left;
        this.right = right;
    }

    /** Returns rights on names, for {@code register} and {@code listen}. */
    static Rights ofNames(final List<String> patterns) {
        final Glob[] globs = patterns.stream().map(Glob::new).toArray(Glob[]::new);
        return new Rights(globs, null);
    }

    /** Returns rights on {@code service:method}. A pattern without colon is a service, with all its methods. */
    static Rights ofCalls(final List<String> patterns) {
        return ofPairs(patterns, false);
    }

    /** Returns rights on {@code name:event}. A pattern without colon is an event under any name. */
    static Rights ofEmits(final List<String> patterns) {
        return ofPairs(patterns, true);
    }

    private static Rights ofPairs(final List<String> patterns, final boolean isLoneRight) {
        final Glob[] left = new Glob[patterns.size()];
        final Glob[] right = new Glob[patterns.size()];
        for (int i = 0; i < left.length; i++) {
            final String pattern = patterns.get(i);
            final int colon = pattern.indexOf(':');
            final String lone = colon < 0 ? pattern : null;
            left[i] = new Glob(lone == null ? pattern.substring(0, colon) : isLoneRight ? "*" : lone);
            right[i] = new Glob(lone == null ? pattern.substring(colon + 1) : isLoneRight ? lone : "*");
        }
        return new Rights(left, right);
    }

    boolean allows(final CharSequence name) {
        for (final Glob glob : left) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    boolean allows(final DirectBuffer leftPart, final DirectBuffer rightPart) {
        for (int i = 0; i < left.length; i++) {
            if (left[i].matches(leftPart, 0, leftPart.capacity()) && right[i].matches(rightPart, 0, rightPart.capacity())) {
                return true;
            }
        }
        return false;
    }

    boolean allows(final CharSequence leftPart, final DirectBuffer rightPart) {
        for (int i = 0; i < left.length; i++) {
            if (left[i].matches(leftPart) && right[i].matches(rightPart, 0, rightPart.capacity())) {
                return true;
            }
        }
        return false;
    }
}
