package io.patchbay.gateway.socket;

import io.patchbay.gateway.error.GatewayStartException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Netty's sockets on an event loop that the agent polls itself, so that input, journal, engine and output need no wake-up between
 * threads. It uses epoll where available. Ports are bound at once; the loop belongs to the thread that polls first.
 */
public final class SocketServer implements Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final long CLOSE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TASK_SLICE_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final ByteBufAllocator allocator;
    private final boolean isEpoll = Epoll.isAvailable();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Supplier<ChannelHandler[]>> handlers = new ArrayList<>();
    private final List<Channel> listening = new ArrayList<>();
    private volatile ManualIoEventLoop loop;
    private boolean isClosed;

    public SocketServer(final ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public InetSocketAddress bind(final String option, final InetSocketAddress address,
        final Supplier<ChannelHandler[]> supplier) {
        try {
            final Listener listener = Listener.bind(isEpoll, address);
            listeners.add(listener);
            handlers.add(supplier);
            return listener.address();
        } catch (final IOException e) {
            throw new GatewayStartException(option + " " + address.getHostString() + ":" + address.getPort()
                + " cannot be bound (" + e.getMessage() + "): free the port, or choose another (0 = any free one)");
        }
    }

    private void start() {
        final IoHandlerFactory factory = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        final ManualIoEventLoop made = new ManualIoEventLoop(Thread.currentThread(), factory);
        loop = made;
        for (int i = 0; i < listeners.size(); i++) {
            final Listener listener = listeners.get(i);
            final Supplier<ChannelHandler[]> supplier = handlers.get(i);
            final Channel channel = new ServerBootstrap()
                .group(made)
                .channelFactory(listener::toChannel)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
                    new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        channel.pipeline().addLast(supplier.get());
                    }
                })
                .register()
                .channel();
            listening.add(channel);
            // The bootstrap adds the handler that accepts connections in a task. A connection accepted before that task would
            // hang forever.
            made.execute(() -> channel.config().setAutoRead(true));
        }
        listeners.clear();
    }

    @Override
    public int poll() {
        if (loop == null) {
            start();
        }
        return loop.runNow(TASK_SLICE_NS);
    }

    @Override
    public int sleep(final long boundNs) {
        if (loop == null) {
            start();
        }
        return loop.run(boundNs, TASK_SLICE_NS);
    }

    @Override
    public void wakeup() {
        final ManualIoEventLoop current = loop;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void stopListening() {
        listening.forEach(Channel::close);
        listening.clear();
        for (final Listener listener : listeners) {
            try {
                listener.close();
            } catch (final IOException e) {
                LOG.warn("a port could not be closed: {}", e.getMessage());
            }
        }
        listeners.clear();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        final ManualIoEventLoop current = loop;
        if (current == null) {
            stopListening();
        } else if (current.inEventLoop(Thread.currentThread())) {
            stopListening();
            current.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            final long deadlineNs = System.nanoTime() + CLOSE_WAIT_NS;
            while (!current.isTerminated() && System.nanoTime() - deadlineNs < 0) {
                current.runNow();
            }
        }
    }
}
