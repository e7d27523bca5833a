package io.patchbay.bench.process;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * The idle strategies of a bench's threads. On a machine with fewer free cores than spinning threads, spinning makes everything
 * slower. Backoff costs the time of a wake-up instead.
 */
public enum Idling {
    /** Spin a little, yield a little, then sleep for 1 to 64 µs. */
    BACKOFF,
    /** Yield the core to other threads. */
    YIELD,
    /** Spin all the time. */
    SPIN;

    private static final long SPINS = 100;
    private static final long YIELDS = 20;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 64_000;

    /**
     * Returns a new strategy for one thread.
     *
     * @return the strategy.
     */
    public IdleStrategy newStrategy() {
        return switch (this) {
            case BACKOFF -> new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
            case YIELD -> new YieldingIdleStrategy();
            case SPIN -> new BusySpinIdleStrategy();
        };
    }

    /**
     * Returns the word for options and results.
     *
     * @return the name in lower case.
     */
    public String wireName() {
        return name().toLowerCase();
    }
}
