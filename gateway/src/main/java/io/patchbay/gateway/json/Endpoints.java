package io.patchbay.gateway.json;

/**
 * Checks a UDP endpoint before it becomes part of an Aeron channel. It accepts {@code host:port} and {@code [v6]:port} and
 * rejects every character that has a meaning in the syntax of channels.
 */
final class Endpoints {
    private static final int MAX_HOST_LENGTH = 253;
    private static final int MAX_PORT = 65_535;

    private Endpoints() {
    }

    static boolean isEndpoint(final String text) {
        final int colon = text.lastIndexOf(':');
        return colon > 0 && isPort(text, colon + 1) && isHost(text, colon);
    }

    private static boolean isPort(final String text, final int from) {
        final int length = text.length() - from;
        if (length < 1 || length > 5) {
            return false;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return port >= 1 && port <= MAX_PORT;
    }

    private static boolean isHost(final String text, final int length) {
        if (length > MAX_HOST_LENGTH) {
            return false;
        }
        final boolean isV6 = text.charAt(0) == '[';
        if (isV6 && (length < 4 || text.charAt(length - 1) != ']')) {
            return false;
        }
        for (int i = isV6 ? 1 : 0; i < (isV6 ? length - 1 : length); i++) {
            final char c = text.charAt(i);
            final boolean isHex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            final boolean isLegal = isV6 ? isHex || c == ':' || c == '.'
                : isHex || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-';
            if (!isLegal) {
                return false;
            }
        }
        return true;
    }
}
