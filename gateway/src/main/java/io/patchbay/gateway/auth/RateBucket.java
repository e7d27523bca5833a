package io.patchbay.gateway.auth;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket that enforces a {@link RateLimit} for one principal, or for one session where authorization is off. One thread;
 * no allocation.
 */
public final class RateBucket {
    private final RateLimit limit;
    private final String text;
    private final double perMs;
    private double left;
    private long lastMs;

    public RateBucket(final RateLimit limit, final long nowMs) {
        this.limit = limit;
        perMs = limit.perSecond() / (double)TimeUnit.SECONDS.toMillis(1);
        left = limit.burst();
        lastMs = nowMs;
        text = "more than " + limit.perSecond() + " a second (" + limit.burst() + " at once): slow down, then send it again";
    }

    /** Takes one token for a frame. Returns false where the bucket is empty. */
    public boolean take(final long nowMs) {
        if (nowMs > lastMs) {
            left = Math.min(limit.burst(), left + (nowMs - lastMs) * perMs);
            lastMs = nowMs;
        }
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Returns the text of the error for a frame above the limit. */
    public String text() {
        return text;
    }
}
