package io.patchbay.protocol;

/**
 * How a payload is encoded, as carried in SBE frames and records (contract, section 7).
 */
public final class Encoding {
    /** UTF-8 JSON, carried byte for byte. */
    public static final byte JSON = 0;
    /** Opaque bytes; a JSON session gets them as base64. */
    public static final byte BINARY = 1;

    private Encoding() {
    }
}
