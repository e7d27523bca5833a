package io.patchbay.engine;

import org.agrona.DirectBuffer;

/**
 * The match of a destination's version with an instance's, on the bytes of the destination: the rules of
 * {@link io.patchbay.protocol.Versions#matches}, without making text.
 */
final class VersionMatch {
    private VersionMatch() {
    }

    /** A requirement of no length is met by all. */
    static boolean matches(final DirectBuffer text, final int offset, final int length, final String version) {
        if (length == 0) {
            return true;
        }
        final int requirementEnd = requirementEnd(text, offset, length);
        final int versionEnd = versionEnd(version);
        if (requirementEnd > versionEnd) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < requirementEnd; i++) {
            final byte c = text.getByte(offset + i);
            if (c != version.charAt(i)) {
                return false;
            }
            if (c == '.') {
                dots++;
            }
        }
        if (requirementEnd == versionEnd) {
            return true;
        }
        return dots < 2 && version.charAt(requirementEnd) == '.' && !isPreRelease(version, versionEnd);
    }

    private static boolean isPreRelease(final String version, final int end) {
        final int dash = version.indexOf('-');
        return dash >= 0 && dash < end;
    }

    private static int requirementEnd(final DirectBuffer text, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            if (text.getByte(offset + i) == '+') {
                return i;
            }
        }
        return length;
    }

    private static int versionEnd(final String version) {
        final int plus = version.indexOf('+');
        return plus < 0 ? version.length() : plus;
    }
}
