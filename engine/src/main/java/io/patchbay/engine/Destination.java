package io.patchbay.engine;

import org.agrona.DirectBuffer;

/**
 * Where the parts of {@code service[@version]:method} begin and end. Reused; the gateway has checked the form.
 */
final class Destination {
    private int serviceLength;
    private int versionOffset;
    private int versionLength;
    private int methodOffset;
    private int methodLength;

    void parse(final DirectBuffer text) {
        final int length = text.capacity();
        int at = -1;
        int colon = length;
        for (int i = 0; i < length; i++) {
            final byte c = text.getByte(i);
            if (c == '@' && at < 0) {
                at = i;
            } else if (c == ':') {
                colon = i;
                break;
            }
        }
        serviceLength = at < 0 ? colon : at;
        versionOffset = at < 0 ? colon : at + 1;
        versionLength = colon - versionOffset;
        methodOffset = Math.min(colon + 1, length);
        methodLength = length - methodOffset;
    }

    int serviceLength() {
        return serviceLength;
    }

    int versionOffset() {
        return versionOffset;
    }

    int versionLength() {
        return versionLength;
    }

    int methodOffset() {
        return methodOffset;
    }

    int methodLength() {
        return methodLength;
    }
}
