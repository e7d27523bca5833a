package io.patchbay.gateway.json;

import org.agrona.DirectBuffer;

/**
 * Checks a JSON payload that came by the Aeron path, before it may be delivered to a JSON session. One thread; no allocation.
 */
public final class PayloadChecker {
    private final JsonWalker walker = new JsonWalker();

    /**
     * Returns whether the bytes are exactly one JSON value, without white space around it and without CR or LF between its
     * tokens.
     *
     * @param buffer with the payload; not changed.
     * @param offset of the payload's first byte.
     * @param length in bytes.
     * @return true where the payload may be put into a frame unchanged.
     */
    public boolean isJson(final DirectBuffer buffer, final int offset, final int length) {
        walker.load(buffer, offset, length);
        walker.lineEnds(JsonWalker.LineEnds.REFUSED);
        return walker.value(0, 1) == length;
    }
}
