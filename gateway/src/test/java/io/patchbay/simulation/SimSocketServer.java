package io.patchbay.simulation;

import io.patchbay.gateway.socket.Sockets;

import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** The sockets of a simulated machine. {@link WholeGateway} accepts, refuses and ends the connections. */
final class SimSocketServer implements Sockets {
    private SimPort port;

    @Override
    public InetSocketAddress bind(final String option, final InetSocketAddress address,
        final Supplier<ChannelHandler[]> supplier) {
        if (address instanceof SimPort bound) {
            port = bound;
            port.handlers = supplier;
        }
        return address;
    }

    @Override
    public int poll() {
        return port.poll.getAsInt();
    }

    @Override
    public int sleep(final long boundNs) {
        throw new IllegalStateException("a simulated gateway never sleeps");
    }

    @Override
    public void wakeup() {
        // Nobody sleeps.
    }

    @Override
    public void stopListening() {
        // The gateway part refuses connections.
    }

    @Override
    public void close() {
        // The gateway part ends the connections.
    }
}
