package io.patchbay.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * An in-memory connection with the gateway's pipeline, whose input a test provides.
 */
public class MemoryChannel extends EmbeddedChannel implements DuplexChannel {
    private static final SocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 7400);
    private static final SocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 50_000);

    private boolean isInputShutdown;
    private boolean isOutputShutdown;

    /**
     * Creates a connection that is not open yet.
     *
     * @param allocator of all its buffers.
     */
    @SuppressWarnings("this-escape")
    protected MemoryChannel(final ByteBufAllocator allocator) {
        config().setAllocator(allocator);
    }

    /**
     * Opens the connection.
     *
     * @param handlers of the gateway.
     */
    public final void begin(final ChannelHandler... handlers) {
        // A connection is active when its handlers are added.
        for (final ChannelHandler handler : handlers) {
            pipeline().addLast(handler);
        }
        pipeline().fireChannelActive();
    }

    /**
     * Delivers bytes of the peer.
     *
     * @param bytes with the input.
     * @param from  position of the first byte.
     * @param to    position after the last byte.
     */
    public final void receive(final byte[] bytes, final int from, final int to) {
        if (isActive() && from < to) {
            writeInbound(alloc().directBuffer(to - from).writeBytes(bytes, from, to - from));
        }
    }

    /** Delivers the peer's end of stream. */
    public final void receiveEnd() {
        isInputShutdown = true;
        if (isActive()) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    protected SocketAddress localAddress0() {
        return LOCAL;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return REMOTE;
    }

    @Override
    public boolean isInputShutdown() {
        return isInputShutdown;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(final ChannelPromise promise) {
        isInputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return isOutputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(final ChannelPromise promise) {
        isOutputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return isInputShutdown && isOutputShutdown;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(final ChannelPromise promise) {
        isInputShutdown = true;
        isOutputShutdown = true;
        return promise.setSuccess();
    }
}
