package io.patchbay.bench.process;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * What a bench thread does when it has nothing to do. On a machine where fewer cores are free than threads spin, spinning makes
 * everything slower; backoff pays a wake-up instead.
 */
public enum Idling {
    /** Spin a little, yield a little, then sleep for 1 to 64 µs. */
    BACKOFF,
    /** Give the core to whoever wants it, and go on. */
    YIELD,
    /** Never let go of the core. */
    SPIN;

    private static final long SPINS = 100;
    private static final long YIELDS = 20;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 64_000;

    /**
     * A strategy for one thread.
     *
     * @return a new one.
     */
    public IdleStrategy newStrategy() {
        return switch (this) {
            case BACKOFF -> new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
            case YIELD -> new YieldingIdleStrategy();
            case SPIN -> new BusySpinIdleStrategy();
        };
    }

    /**
     * The word that options use.
     *
     * @return lower case.
     */
    public String wireName() {
        return name().toLowerCase();
    }
}
