package io.patchbay.gateway.socket;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Detects a line that begins like an HTTP request. A web page can make a browser send one to the port for JSON lines.
 */
final class HttpLine {
    private static final byte[][] METHODS = bytes("GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "TRACE ",
        "CONNECT ", "PRI ");

    private HttpLine() {
    }

    private static byte[][] bytes(final String... methods) {
        final byte[][] bytes = new byte[methods.length][];
        for (int i = 0; i < methods.length; i++) {
            bytes[i] = methods[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    static boolean isRequest(final DirectBuffer line, final int length) {
        if (length == 0 || line.getByte(0) < 'A' || line.getByte(0) > 'Z') {
            return false;
        }
        for (final byte[] method : METHODS) {
            if (length >= method.length && begins(line, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(final DirectBuffer line, final byte[] with) {
        for (int i = 0; i < with.length; i++) {
            if (line.getByte(i) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
