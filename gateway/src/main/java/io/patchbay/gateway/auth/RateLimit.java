package io.patchbay.gateway.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on new frames: an average rate and a burst. It is written {@code 500} or {@code 500:2000}.
 *
 * @param perSecond messages, broadcasts, emits and queries per second, 1 to 10,000,000.
 * @param burst     how many may come at once after a quiet time, 1 to 100,000,000.
 */
public record RateLimit(int perSecond, int burst) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(?::([0-9]{1,9}))?");
    private static final int MAX_PER_SECOND = 10_000_000;
    private static final int MAX_BURST = 100_000_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a value is out of its range.
     */
    public RateLimit {
        if (perSecond < 1 || perSecond > MAX_PER_SECOND || burst < 1 || burst > MAX_BURST) {
            throw new IllegalArgumentException(perSecond + ":" + burst + " is not a rate: give 1 to " + MAX_PER_SECOND
                + " a second, and after a colon how many at once, 1 to " + MAX_BURST);
        }
    }

    /**
     * Parses a limit.
     *
     * @param text {@code RATE} or {@code RATE:BURST}; without a burst, the burst equals the rate.
     * @return null for the texts {@code 0} and {@code none}, which mean no limit.
     * @throws IllegalArgumentException where the text is not a limit; the message shows the form.
     */
    public static RateLimit parse(final String text) {
        if (text.equals("0") || text.equals("none")) {
            return null;
        }
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a rate: give for example 500 (a second), or 500:2000 where"
                + " 2000 may come at once");
        }
        final int rate = Integer.parseInt(matcher.group(1));
        return new RateLimit(rate, matcher.group(2) == null ? rate : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return perSecond + ":" + burst;
    }
}
