package io.patchbay.sdk.message;

import io.patchbay.protocol.Encoding;
import io.patchbay.text.ArrayView;
import io.patchbay.text.JsonCheck;
import io.patchbay.text.JsonWriter;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The payload of a message, a reply or an event: one JSON value, kept byte for byte, or opaque bytes. Immutable.
 */
public final class Payload {
    /** The JSON value null. */
    public static final Payload NULL = new Payload("null".getBytes(StandardCharsets.US_ASCII), Encoding.JSON);

    private final byte[] bytes;
    private final byte encoding;
    private final ArrayView buffer;

    private Payload(final byte[] bytes, final byte encoding) {
        this.bytes = bytes;
        this.encoding = encoding;
        buffer = new ArrayView(bytes);
    }

    /**
     * Returns a payload with a JSON value. The text is checked here, so that malformed JSON fails where it is created.
     *
     * @param text one JSON value by RFC 8259; {@code null} stands for the JSON value null.
     * @return the payload.
     * @throws IllegalArgumentException if the text is not JSON.
     */
    public static Payload json(final String text) {
        if (text == null) {
            return NULL;
        }
        requireWholeCharacters(text);
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        JsonCheck.check(utf8);
        return new Payload(utf8, Encoding.JSON);
    }

    /** Rejects half of a surrogate pair. UTF-8 cannot encode it, and Java would silently send a question mark. */
    private static void requireWholeCharacters(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i)) || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("not JSON: half of a surrogate pair; escape it as \\u"
                        + Integer.toHexString(text.charAt(i)));
                }
                i++;
            }
        }
    }

    /**
     * Returns a payload of opaque bytes. Only a client over Aeron can send it; a JSON session receives it as base64.
     *
     * @param bytes the bytes, which are copied.
     * @return the payload.
     */
    public static Payload binary(final byte[] bytes) {
        return new Payload(bytes.clone(), Encoding.BINARY);
    }

    /**
     * Copies a payload that was received.
     *
     * @param view     its bytes.
     * @param encoding its encoding on the wire.
     * @return the payload.
     */
    public static Payload received(final DirectBuffer view, final byte encoding) {
        final byte[] copy = new byte[view.capacity()];
        view.getBytes(0, copy);
        return new Payload(copy, encoding);
    }

    /**
     * Returns whether the payload is opaque bytes.
     *
     * @return {@code false} for JSON.
     */
    public boolean isBinary() {
        return encoding == Encoding.BINARY;
    }

    /**
     * Returns the payload's bytes.
     *
     * @return a copy.
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns the payload's size.
     *
     * @return bytes, 0 or more.
     */
    public int length() {
        return bytes.length;
    }

    /**
     * Returns the payload as JSON text.
     *
     * @return the text as it was sent; opaque bytes are decoded as UTF-8.
     */
    public String json() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns the bytes without a copy.
     *
     * @return a view that must not be changed.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Returns the encoding on the wire.
     *
     * @return JSON or binary.
     */
    public byte encoding() {
        return encoding;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Payload payload && payload.encoding == encoding && Arrays.equals(payload.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + encoding;
    }

    @Override
    public String toString() {
        return isBinary() ? bytes.length + " bytes" : json();
    }

    /**
     * Writes the field {@code payload} as a JSON session receives it: a binary payload as base64, after {@code encoding}.
     *
     * @param writer to write to.
     * @return the writer.
     */
    public JsonWriter writeTo(final JsonWriter writer) {
        return isBinary()
            ? writer.field("encoding", "base64").field("payload", Base64.getEncoder().encodeToString(bytes()))
            : writer.raw("payload", buffer(), 0, length());
    }
}
