package io.patchbay.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Netty's sockets on an event loop that the agent drives itself, so that input, journal, engine and output need no wake-up
 * between threads. Epoll where there is one.
 */
final class SocketServer {
    private static final int BACKLOG = 1_024;
    private static final long BIND_WAIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TASK_SLICE_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final ByteBufAllocator allocator;
    private final List<Channel> listening = new ArrayList<>();
    private final boolean isEpoll = Epoll.isAvailable();
    private ManualIoEventLoop loop;

    SocketServer(final ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Called first, on the thread that will drive the loop. */
    void start() {
        final IoHandlerFactory factory = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loop = new ManualIoEventLoop(Thread.currentThread(), factory);
    }

    /** Listens; what is accepted gets the handlers that the supplier makes. */
    InetSocketAddress bind(final String option, final InetSocketAddress address, final Supplier<ChannelHandler[]> handlers) {
        final Class<? extends ServerSocketChannel> type =
            isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        final ServerBootstrap bootstrap = new ServerBootstrap()
            .group(loop)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE))
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(final SocketChannel channel) {
                    channel.pipeline().addLast(handlers.get());
                }
            });
        final ChannelFuture bound = bootstrap.bind(address);
        await(bound, BIND_WAIT_NS);
        if (!bound.isSuccess()) {
            final String why = bound.cause() == null ? "no answer from the system" : bound.cause().getMessage();
            throw new GatewayStartException(option + " " + address.getHostString() + ":" + address.getPort()
                + " cannot be bound (" + why + "): free the port, or choose another (0 = any free one)");
        }
        listening.add(bound.channel());
        return (InetSocketAddress)bound.channel().localAddress();
    }

    private void await(final ChannelFuture future, final long limitNs) {
        final long deadlineNs = System.nanoTime() + limitNs;
        while (!future.isDone() && System.nanoTime() - deadlineNs < 0) {
            loop.run(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Reads, writes and runs what is ready. Never waits. */
    int poll() {
        return loop.runNow(TASK_SLICE_NS);
    }

    /** Sleeps until a socket is ready, {@link #wakeup()} is called, or the time is over; then does as {@link #poll()} does. */
    int sleep(final long boundNs) {
        return loop.run(boundNs, TASK_SLICE_NS);
    }

    /** Any thread. */
    void wakeup() {
        final ManualIoEventLoop current = loop;
        if (current != null) {
            current.wakeup();
        }
    }

    /** No more connections are taken. */
    void stopListening() {
        listening.forEach(Channel::close);
        listening.clear();
    }

    /** Closes everything; bounded. */
    void close() {
        if (loop == null) {
            return;
        }
        stopListening();
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        final long deadlineNs = System.nanoTime() + CLOSE_WAIT_NS;
        while (!loop.isTerminated() && System.nanoTime() - deadlineNs < 0) {
            loop.runNow();
        }
    }
}
