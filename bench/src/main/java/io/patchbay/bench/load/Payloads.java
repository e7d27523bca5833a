package io.patchbay.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * The payload of all round trips.
 */
public final class Payloads {
    private static final String HEAD = "{\"pair\":\"EURUSD\",\"side\":\"buy\",\"quantity\":1000000,\"note\":\"";
    private static final String TAIL = "\"}";

    private Payloads() {
    }

    /**
     * Returns a JSON object of a given length.
     *
     * @param bytes the length, 60 or more.
     * @return the object's bytes.
     */
    public static byte[] json(final int bytes) {
        return (HEAD + "x".repeat(Math.max(0, bytes - HEAD.length() - TAIL.length())) + TAIL)
            .getBytes(StandardCharsets.US_ASCII);
    }
}
