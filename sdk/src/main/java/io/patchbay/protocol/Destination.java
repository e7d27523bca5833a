package io.patchbay.protocol;


/**
 * The check of a destination, {@code service[@version]:method}, before anything is sent.
 */
public final class Destination {
    private Destination() {
    }

    /**
     * Checks a destination.
     *
     * @param text the destination.
     * @return the same text.
     * @throws IllegalArgumentException if it is not {@code service[@version]:method}.
     */
    public static String check(final String text) {
        final int colon = text.lastIndexOf(':');
        final int at = text.indexOf('@');
        final int serviceEnd = at >= 0 ? at : colon;
        if (colon < 1 || at > colon || !Names.isName(text.substring(0, serviceEnd))
            || !Names.isName(text.substring(colon + 1))
            || at >= 0 && !Versions.isRequirement(text.substring(at + 1, colon))) {
            throw new IllegalArgumentException("destination must be service[@version]:method: " + text);
        }
        return text;
    }
}
