package io.patchbay.simulation;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Stands for the gateway's SocketServer: its sockets are those of the simulated machine.
 */
public final class SimSocketServer {
    private SimPort port;

    /**
     * As the server's.
     *
     * @param allocator not used: what a dead process held is nobody's to give back.
     */
    public SimSocketServer(final ByteBufAllocator allocator) {
    }

    /**
     * As the server's.
     *
     * @param option   not used.
     * @param address  a port of the machine, or one that nobody connects to.
     * @param supplier of what a connection gets.
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
     * As the server's.
     *
     * @return work done.
     */
    public int poll() {
        return port.poll.getAsInt();
    }

    /**
     * As the server's; never called.
     *
     * @param boundNs of the sleep.
     * @return never.
     */
    public int sleep(final long boundNs) {
        throw new IllegalStateException();
    }

    /** As the server's. */
    public void wakeup() {
        // nobody sleeps
    }

    /** As the server's. */
    public void stopListening() {
        // the gateway's part refuses
    }

    /** As the server's. */
    public void close() {
        // connections end with the gateway's part
    }
}
