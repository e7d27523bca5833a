package io.patchbay.gateway.json;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks a JSON payload that did not come within a JSON frame, before it may reach a JSON session; called for frames of the
 * Aeron path. One thread, no allocation.
 */
public final class PayloadChecker {
    private final JsonWalker walker = new JsonWalker();

    /**
     * Is this one JSON value, from its first byte to its last, with no CR or LF in it?
     *
     * @param buffer holding it; unchanged.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return true if it may be put into a frame as it is.
     */
    public boolean isJson(final UnsafeBuffer buffer, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte c = buffer.getByte(i);
            if (c == '\r' || c == '\n') {
                return false;
            }
        }
        walker.wrap(buffer, offset, length);
        return walker.value(offset, 1) == offset + length;
    }
}
