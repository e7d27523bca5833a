package io.patchbay.gateway.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logs refused requests, a few for each address and minute and a bounded number for all addresses. Further refusals are counted,
 * and the next line has their number. One thread.
 */
public final class RefusalLog {
    /** Most lines for one address in one period. */
    public static final int LINES_PER_ADDRESS = 4;
    /** Most lines for all addresses in one period. */
    public static final int LINES = 64;
    public static final long PERIOD_MS = 60_000;
    private static final int MAX_TEXT_LENGTH = 400;

    private final Consumer<String> log;
    private final Map<InetAddress, Integer> lines = new HashMap<>();
    private long periodStartMs = Long.MIN_VALUE;
    private int written;
    private long unwritten;

    public RefusalLog(final Consumer<String> log) {
        this.log = log;
    }

    /**
     * Logs a refusal or counts it.
     *
     * @param from  the peer's address.
     * @param text  what was refused; it may contain what the peer sent.
     * @param nowMs time for the limits.
     */
    public void refused(final InetAddress from, final String text, final long nowMs) {
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

    /**
     * Replaces everything but printable ASCII, so that a peer's bytes reach no terminal as control characters or further lines.
     */
    private static String printable(final String text) {
        final StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_TEXT_LENGTH) + 1);
        for (int i = 0; i < text.length() && i < MAX_TEXT_LENGTH; i++) {
            final char c = text.charAt(i);
            safe.append(c < ' ' || c > '~' ? '?' : c);
        }
        return text.length() > MAX_TEXT_LENGTH ? safe.append("...").toString() : safe.toString();
    }
}
