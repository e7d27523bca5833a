package io.patchbay.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many new frames one may send: so many a second on average, so many at once. Written {@code 500} or {@code 500:2000}.
 *
 * @param perSecond messages, broadcasts, emits and queries a second, 1 to 10,000,000.
 * @param burst     as many at once, after a quiet time; 1 to 100,000,000.
 */
public record RateLimit(int perSecond, int burst) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(?::([0-9]{1,9}))?");
    private static final int MAX_PER_SECOND = 10_000_000;
    private static final int MAX_BURST = 100_000_000;

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where one is out of its range.
     */
    public RateLimit {
        if (perSecond < 1 || perSecond > MAX_PER_SECOND || burst < 1 || burst > MAX_BURST) {
            throw new IllegalArgumentException(perSecond + ":" + burst + " is no rate: give 1 to " + MAX_PER_SECOND
                + " a second, and after a colon how many at once, 1 to " + MAX_BURST);
        }
    }

    /**
     * Reads one.
     *
     * @param text {@code RATE} or {@code RATE:BURST}; without a burst it is a second's worth.
     * @return null for the text {@code 0} or {@code none}: no limit.
     * @throws IllegalArgumentException where it is none; the message says what one looks like.
     */
    public static RateLimit parse(final String text) {
        if (text.equals("0") || text.equals("none")) {
            return null;
        }
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no rate: give for example 500 (a second), or 500:2000 where"
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
