package io.patchbay.gateway;

import java.util.concurrent.TimeUnit;

/**
 * What somebody has used of a {@link RateLimit}, shared by all its sessions of this gateway. One thread; no allocation.
 */
final class RateBucket {
    private final RateLimit limit;
    private final String text;
    private final double perMs;
    private double left;
    private long lastMs;

    RateBucket(final RateLimit limit, final long nowMs) {
        this.limit = limit;
        perMs = limit.perSecond() / (double)TimeUnit.SECONDS.toMillis(1);
        left = limit.burst();
        lastMs = nowMs;
        text = "more than " + limit.perSecond() + " a second (" + limit.burst() + " at once): slow down, then send it again";
    }

    /** One more: may it be? */
    boolean take(final long nowMs) {
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

    /** What to say to who is above it. */
    String text() {
        return text;
    }
}
