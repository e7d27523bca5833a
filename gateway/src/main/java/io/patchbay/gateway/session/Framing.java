package io.patchbay.gateway.session;

import io.netty.buffer.ByteBuf;

/**
 * The ways to put one JSON object on the wire (PROTOCOL.md, "Framing").
 */
public enum Framing {
    /** A line that ends with LF. */
    LINE {
        @Override
        void write(final byte[] json, final int length, final ByteBuf out) {
            out.writeBytes(json, 0, length).writeByte('\n');
        }
    },
    /** One unmasked, unfragmented WebSocket text frame (RFC 6455, section 5.2). */
    WEB_SOCKET {
        @Override
        void write(final byte[] json, final int length, final ByteBuf out) {
            out.writeByte(FIN_TEXT);
            if (length < LENGTH_16) {
                out.writeByte(length);
            } else if (length <= 0xffff) {
                out.writeByte(LENGTH_16).writeShort(length);
            } else {
                out.writeByte(LENGTH_64).writeLong(length);
            }
            out.writeBytes(json, 0, length);
        }
    };

    /** Largest number of bytes that a framing adds to a frame. */
    public static final int OVERHEAD_BYTES = 10;
    private static final int FIN_TEXT = 0x81;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    abstract void write(byte[] json, int length, ByteBuf out);
}
