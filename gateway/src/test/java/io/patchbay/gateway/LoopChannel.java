package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A socket in memory: its pipeline is the gateway's, its bytes are a test's, and every buffer that it holds is counted.
 */
final class LoopChannel extends EmbeddedChannel implements DuplexChannel {
    private static final SocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 7400);
    private static final SocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 50_000);

    private final UnpooledByteBufAllocator allocator;
    private boolean isInputShutdown;
    private boolean isOutputShutdown;

    private LoopChannel(final UnpooledByteBufAllocator allocator) {
        this.allocator = allocator;
        config().setAllocator(allocator);
    }

    static LoopChannel open(final ChannelHandler... handlers) {
        final LoopChannel channel = new LoopChannel(new UnpooledByteBufAllocator(true, true));
        // a connection is active when its handlers come
        for (final ChannelHandler handler : handlers) {
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().fireChannelActive();
        return channel;
    }

    /** Bytes of buffers that are in use. */
    long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    void receive(final byte[] bytes, final int from, final int to) {
        if (isActive() && from < to) {
            writeInbound(alloc().directBuffer(to - from).writeBytes(bytes, from, to - from));
        }
    }

    /** The peer's end of stream. */
    void receiveEnd() {
        isInputShutdown = true;
        if (isActive()) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** What the gateway has sent since the last call. */
    byte[] sent() {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object out = readOutbound(); out != null; out = readOutbound()) {
            final ByteBuf buffer = (ByteBuf)out;
            final byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            buffer.release();
            all.writeBytes(bytes);
        }
        return all.toByteArray();
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
