package io.patchbay.gateway.json;

import org.agrona.DirectBuffer;

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
    public boolean isJson(final DirectBuffer buffer, final int offset, final int length) {
        walker.load(buffer, offset, length);
        walker.lineEnds(JsonWalker.LineEnds.REFUSED);
        return walker.value(0, 1) == length;
    }
}
