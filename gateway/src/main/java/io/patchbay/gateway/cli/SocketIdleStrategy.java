package io.patchbay.gateway.cli;

import io.patchbay.gateway.GatewayAgent;

import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * The kind way to wait on a thread that has a gateway: spins for a little while after work, since more usually follows, then
 * sleeps where a socket wakes it at once. What Aeron brings is seen within the bound.
 */
final class SocketIdleStrategy implements IdleStrategy {
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(4);

    private final GatewayAgent gateway;
    private long idleSinceNs;

    SocketIdleStrategy(final GatewayAgent gateway) {
        this.gateway = gateway;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            idleSinceNs = 0;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        final long nowNs = System.nanoTime();
        if (idleSinceNs == 0) {
            idleSinceNs = nowNs;
        }
        if (nowNs - idleSinceNs < SPIN_NS) {
            Thread.onSpinWait();
        } else {
            // no work, no spinning: what the sleep brings is work of the next turn
            gateway.idle(SLEEP_NS);
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
