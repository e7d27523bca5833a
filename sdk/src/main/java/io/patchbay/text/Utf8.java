package io.patchbay.text;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Conversion between text and the buffers of frames, for places that may allocate.
 */
public final class Utf8 {
    private Utf8() {
    }

    public static String text(final DirectBuffer buffer) {
        return buffer.capacity() == 0 ? "" : buffer.getStringWithoutLengthUtf8(0, buffer.capacity());
    }

    public static DirectBuffer buffer(final String text) {
        return new ArrayView(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the parts of a comma-separated text. */
    public static List<String> list(final DirectBuffer buffer) {
        return buffer.capacity() == 0 ? List.of() : List.of(text(buffer).split(","));
    }
}
