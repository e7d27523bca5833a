package io.patchbay.gateway.socket;

import io.netty.channel.ChannelHandler;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * The sockets of a gateway, which the agent's thread polls. {@link SocketServer} has those of a running process; a simulated
 * machine has its own.
 */
public interface Sockets {
    /**
     * Listens on an address. Accepted connections get the handlers that the supplier creates.
     *
     * @param option   that gives the address, for the message.
     * @param address  to bind; port 0 = any free one.
     * @param supplier of the handlers of one connection.
     * @return the actual address.
     * @throws io.patchbay.gateway.error.GatewayStartException where the address cannot be bound.
     */
    InetSocketAddress bind(String option, InetSocketAddress address, Supplier<ChannelHandler[]> supplier);

    /** Reads, writes and runs everything that is ready, without waiting. Returns the amount of work. */
    int poll();

    /** Sleeps until a socket is ready, {@link #wakeup()} is called or the time is over. Then does what {@link #poll()} does. */
    int sleep(long boundNs);

    /** Ends {@link #sleep(long)} early. Any thread may call it. */
    void wakeup();

    /** Stops accepting connections. */
    void stopListening();

    /**
     * Closes everything, within half a second. Where another thread calls it after the polling thread has ended, ports and
     * sockets stay open until the process ends.
     */
    void close();
}
