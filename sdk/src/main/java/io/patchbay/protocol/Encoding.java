package io.patchbay.protocol;

/**
 * The encodings of a payload, as carried in SBE frames and records (PROTOCOL.md, "The Aeron path").
 */
public final class Encoding {
    /** UTF-8 JSON, carried byte for byte. */
    public static final byte JSON = 0;
    /** Opaque bytes; a JSON session receives them as base64. */
    public static final byte BINARY = 1;

    private Encoding() {
    }
}
