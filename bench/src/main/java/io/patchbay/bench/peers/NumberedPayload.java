package io.patchbay.bench.peers;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON payload with the number of its request, for peers whose messages have no id. The client libraries keep the array, so
 * each message has its own.
 */
final class NumberedPayload {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 16;
    private static final String HEAD = "{\"n\":\"";
    private static final String MIDDLE = "\",\"pair\":\"EURUSD\",\"note\":\"";

    private final byte[] template;

    NumberedPayload(final int bytes) {
        final String head = HEAD + "0".repeat(DIGITS) + MIDDLE;
        template = (head + "x".repeat(bytes - head.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] of(final long number) {
        final byte[] payload = Arrays.copyOf(template, template.length);
        long rest = number;
        for (int i = HEAD.length() + DIGITS - 1; i >= HEAD.length(); i--) {
            payload[i] = HEX[(int)rest & 0xf];
            rest >>>= 4;
        }
        return payload;
    }

    static long number(final byte[] payload) {
        long number = 0;
        for (int i = HEAD.length(); i < HEAD.length() + DIGITS; i++) {
            final int digit = payload[i];
            number = number << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }
        return number;
    }
}
