package io.patchbay.gateway.socket;

import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.Socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/**
 * A listening port that is bound before any event loop runs. So the thread that starts a gateway learns at once whether the port
 * is free. Connections wait in the backlog.
 */
final class Listener {
    private static final int BACKLOG = 1_024;

    private final Socket epoll;
    private final java.nio.channels.ServerSocketChannel nio;
    private final InetSocketAddress address;

    private Listener(final Socket epoll, final java.nio.channels.ServerSocketChannel nio, final InetSocketAddress address) {
        this.epoll = epoll;
        this.nio = nio;
        this.address = address;
    }

    /** Binds a port, for epoll or for NIO. */
    static Listener bind(final boolean isEpoll, final InetSocketAddress address) throws IOException {
        return isEpoll ? bindEpoll(address) : bindNio(address);
    }

    private static Listener bindEpoll(final InetSocketAddress address) throws IOException {
        final Socket socket = LinuxSocket.newSocketStream();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            socket.listen(BACKLOG);
            return new Listener(socket, null, socket.localAddress());
        } catch (final IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Listener bindNio(final InetSocketAddress address) throws IOException {
        final java.nio.channels.ServerSocketChannel channel = java.nio.channels.ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            return new Listener(null, channel, (InetSocketAddress)channel.getLocalAddress());
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Returns the address with the actual port. */
    InetSocketAddress address() {
        return address;
    }

    /** Returns the channel for an event loop. From then on the channel owns the port. */
    ServerSocketChannel toChannel() {
        return epoll != null ? new EpollServerSocketChannel(epoll.intValue()) : new NioServerSocketChannel(nio);
    }

    /** Closes the port. Called only where {@link #toChannel()} was not. */
    void close() throws IOException {
        if (epoll != null) {
            epoll.close();
        } else {
            nio.close();
        }
    }
}
