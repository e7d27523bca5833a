package io.patchbay.replay.print;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Copies of texts that the engine and the journal pass as views.
 */
public final class Texts {
    private Texts() {
    }

    /** Returns a copy of a UTF-8 text. */
    public static String of(final DirectBuffer utf8) {
        return new String(bytes(utf8), StandardCharsets.UTF_8);
    }

    static byte[] bytes(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
