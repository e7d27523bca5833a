package io.patchbay.sdk;

import io.patchbay.protocol.Names;
import io.patchbay.protocol.Versions;

/**
 * The check of a destination, {@code service[@version]:method}, before anything is sent.
 */
final class Destination {
    private Destination() {
    }

    static String check(final String text) {
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
