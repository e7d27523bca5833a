package io.patchbay.replay.print;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Copies of what the engine and the journal hand over as views.
 */
public final class Texts {
    private Texts() {
    }

    public static String of(final DirectBuffer utf8) {
        return new String(bytes(utf8), StandardCharsets.UTF_8);
    }

    static byte[] bytes(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
