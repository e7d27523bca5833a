package io.patchbay.gateway.server;

import io.patchbay.gateway.GatewayAgent;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * The idle strategy of a gateway's thread that is to use little CPU. It spins for a moment after work, since more work usually
 * follows, then sleeps until a socket wakes it. Frames by Aeron do not wake it, so the first sleeps after work are short, and
 * each is twice as long as the one before.
 */
public final class SocketIdleStrategy implements IdleStrategy {
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long FIRST_SLEEP_NS = TimeUnit.MICROSECONDS.toNanos(50);
    /** Shorter than the 10 ms within which a deadline is to be noticed. */
    private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(7);

    private final GatewayAgent gateway;
    private final NanoClock clock;
    private long idleSinceNs;
    private long sleepNs;

    /** Creates the strategy with the clock of the thread. Its time, that of the beginning of the turn, is exact enough. */
    public SocketIdleStrategy(final GatewayAgent gateway, final NanoClock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        final long nowNs = clock.nanoTime();
        if (idleSinceNs == 0) {
            idleSinceNs = nowNs;
            sleepNs = FIRST_SLEEP_NS;
        }
        if (nowNs - idleSinceNs < SPIN_NS) {
            Thread.onSpinWait();
        } else {
            // Input that ends the sleep counts as work of the next turn.
            gateway.idle(sleepNs);
            sleepNs = Math.min(sleepNs * 2, LONGEST_SLEEP_NS);
        }
    }

    @Override
    public void reset() {
        idleSinceNs = 0;
    }

    @Override
    public String alias() {
        return "sockets";
    }
}
