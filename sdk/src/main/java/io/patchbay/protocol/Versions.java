package io.patchbay.protocol;

/**
 * Semantic versions 2.0.0: the check at registration, and the match against the version of a destination (PROTOCOL.md, "Messages
 * and replies").
 */
public final class Versions {
    private Versions() {
    }

    /**
     * Returns whether a text is a complete semantic version.
     *
     * @param text any characters.
     * @return {@code true} for {@code 1.4.2}, {@code 1.4.2-rc.1} and {@code 1.4.2+build.7}; {@code false} for {@code 1.4} or
     *     {@code 01.0.0}.
     */
    public static boolean isVersion(final CharSequence text) {
        return text.length() <= Limits.MAX_VERSION_LENGTH && parts(text) == 3;
    }

    /**
     * Returns whether a text may stand between {@code @} and {@code :} in a destination. That is one, two or three numbers; after
     * three of them also a pre-release and build metadata.
     *
     * @param text any characters.
     * @return {@code true} if it may.
     */
    public static boolean isRequirement(final CharSequence text) {
        return text.length() <= Limits.MAX_VERSION_LENGTH && parts(text) > 0;
    }

    /**
     * Returns whether an instance's version satisfies the version of a destination.
     *
     * @param requirement text that {@link #isRequirement} accepts. One or two numbers match any version that begins with them and
     *                    is not a pre-release. Three numbers match exactly, except for build metadata.
     * @param version     text that {@link #isVersion} accepts.
     * @return {@code true} if it does.
     */
    public static boolean matches(final CharSequence requirement, final CharSequence version) {
        final int requirementEnd = end(requirement);
        final int versionEnd = end(version);
        if (requirementEnd > versionEnd) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < requirementEnd; i++) {
            final char c = requirement.charAt(i);
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
        if (dots >= 2 || version.charAt(requirementEnd) != '.') {
            return false;
        }
        for (int i = requirementEnd; i < versionEnd; i++) {
            if (version.charAt(i) == '-') {
                return false;
            }
        }
        return true;
    }

    /** Returns the position where build metadata begins, or the length if there is none. */
    private static int end(final CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '+') {
                return i;
            }
        }
        return text.length();
    }

    /**
     * Returns how many numbers a version has, or 0 if it is malformed. Only three numbers may have a pre-release or build
     * metadata.
     */
    private static int parts(final CharSequence text) {
        int position = 0;
        int parts = 0;
        while (true) {
            final int start = position;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                position++;
            }
            if (position == start || position - start > 1 && text.charAt(start) == '0') {
                return 0;
            }
            parts++;
            if (position == text.length()) {
                return parts;
            }
            if (parts == 3 || text.charAt(position) != '.') {
                break;
            }
            position++;
        }
        if (parts != 3) {
            return 0;
        }
        if (text.charAt(position) == '-') {
            position = identifiers(text, position + 1, true);
        }
        if (position >= 0 && position < text.length() && text.charAt(position) == '+') {
            position = identifiers(text, position + 1, false);
        }
        return position == text.length() ? 3 : 0;
    }

    /** Returns the position after dot-separated identifiers, or -1 if they are malformed. */
    private static int identifiers(final CharSequence text, final int from, final boolean noLeadingZeros) {
        int position = from;
        while (true) {
            final int start = position;
            boolean numeric = true;
            while (position < text.length() && isIdentifierPart(text.charAt(position))) {
                numeric &= text.charAt(position) >= '0' && text.charAt(position) <= '9';
                position++;
            }
            if (position == start || noLeadingZeros && numeric && position - start > 1 && text.charAt(start) == '0') {
                return -1;
            }
            if (position == text.length() || text.charAt(position) != '.') {
                return position;
            }
            position++;
        }
    }

    private static boolean isIdentifierPart(final char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
    }
}
