package io.patchbay.simulation;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Replaces the gateway's SocketServer; its sockets are those of the simulated machine.
 */
public final class SimSocketServer {
    private SimPort port;

    /**
     * Creates a server, as the original.
     *
     * @param allocator not used, since nothing of a dead process needs to be released.
     */
    public SimSocketServer(final ByteBufAllocator allocator) {
    }

    /**
     * Binds a port, as the original.
     *
     * @param option   not used.
     * @param address  a port of the simulated machine, or one that nobody connects to.
     * @param supplier of the handlers of a connection.
     * @return the address.
     */
    public InetSocketAddress bind(final String option, final InetSocketAddress address,
        final Supplier<ChannelHandler[]> supplier) {
        if (address instanceof SimPort bound) {
            port = bound;
            port.handlers = supplier;
        }
        return address;
    }

    /**
     * Handles the input of the sockets, as the original.
     *
     * @return the amount of work.
     */
    public int poll() {
        return port.poll.getAsInt();
    }

    /**
     * Never called.
     *
     * @param boundNs of the sleep.
     * @return never.
     */
    public int sleep(final long boundNs) {
        throw new IllegalStateException();
    }

    /** Does nothing, since nobody sleeps. */
    public void wakeup() {
        // Nothing to do.
    }

    /** Does nothing, since {@link WholeGateway} refuses connections. */
    public void stopListening() {
        // Nothing to do.
    }

    /** Does nothing, since {@link WholeGateway} ends the connections. */
    public void close() {
        // Nothing to do.
    }
}
