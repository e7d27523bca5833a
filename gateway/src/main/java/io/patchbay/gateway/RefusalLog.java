package io.patchbay.gateway;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a log line for a refused request, a few for each address and minute, and few of all addresses together; the rest is
 * counted, and told by the next line. One thread.
 */
final class RefusalLog {
    /** Lines of one address in one period. */
    static final int LINES_PER_ADDRESS = 4;
    /** Lines of all addresses in one period. */
    static final int LINES = 64;
    static final long PERIOD_MS = 60_000;
    private static final int MAX_TEXT_LENGTH = 400;

    private final Consumer<String> log;
    private final Map<InetAddress, Integer> lines = new HashMap<>();
    private long periodStartMs = Long.MIN_VALUE;
    private int written;
    private long unwritten;

    RefusalLog(final Consumer<String> log) {
        this.log = log;
    }

    /**
     * Logs a refusal, or counts it.
     *
     * @param from  the peer's address.
     * @param text  what was refused; what the peer sent may be part of it.
     * @param nowMs time of the limits.
     */
    void refused(final InetAddress from, final String text, final long nowMs) {
        if (periodStartMs == Long.MIN_VALUE || nowMs - periodStartMs >= PERIOD_MS) {
            periodStartMs = nowMs;
            lines.clear();
            written = 0;
        }
        if (written < LINES && lines.merge(from, 1, Integer::sum) <= LINES_PER_ADDRESS) {
            written++;
            log.accept("refused an HTTP request of " + from.getHostAddress() + " with " + printable(text)
                + (unwritten == 0 ? "" : " (and " + unwritten + " more that were not logged)"));
            unwritten = 0;
        } else {
            unwritten++;
        }
    }

    /** A peer's bytes must not reach a terminal as control characters, nor as further lines. */
    private static String printable(final String text) {
        final StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_TEXT_LENGTH) + 1);
        for (int i = 0; i < text.length() && i < MAX_TEXT_LENGTH; i++) {
            final char c = text.charAt(i);
            safe.append(c < ' ' || c > '~' ? '?' : c);
        }
        return text.length() > MAX_TEXT_LENGTH ? safe.append("...").toString() : safe.toString();
    }
}
