package io.patchbay.simulation;

import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A port of the simulated machine: what binds it gets its connections from a supplier of work. */
final class SimPort extends InetSocketAddress {
    /** Takes connections and what they bring; returns how much. */
    final transient IntSupplier poll;
    /** What a connection gets, once bound. */
    transient Supplier<ChannelHandler[]> handlers;

    SimPort(final IntSupplier poll) {
        super("127.0.0.1", 7400);
        this.poll = poll;
    }
}
