package io.patchbay.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A constant part of a frame. It is kept as longs, so that a few stores write it.
 */
final class JsonLiteral {
    private final long[] words;
    private final int length;

    JsonLiteral(final String ascii) {
        final byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        final byte[] padded = Arrays.copyOf(bytes, bytes.length + Long.BYTES);
        length = bytes.length;
        words = new long[(length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = LongBytes.get(padded, i * Long.BYTES);
        }
    }

    int length() {
        return length;
    }

    /** Writes the literal. Up to seven bytes after it are overwritten. */
    void put(final byte[] to, final int at) {
        for (int i = 0; i < words.length; i++) {
            LongBytes.put(to, at + (i << 3), words[i]);
        }
    }
}
