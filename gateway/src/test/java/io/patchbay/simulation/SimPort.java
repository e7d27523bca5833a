package io.patchbay.simulation;

import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A port of the simulated machine. Its connections are handled by a supplier of work. */
final class SimPort extends InetSocketAddress {
    /** Accepts connections and handles their input. Returns the amount of work. */
    final transient IntSupplier poll;
    /** The handlers of a connection, once the port is bound. */
    transient Supplier<ChannelHandler[]> handlers;

    SimPort(final IntSupplier poll) {
        super("127.0.0.1", 7400);
        this.poll = poll;
    }
}
