package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;

import java.io.ByteArrayOutputStream;

/**
 * An in-memory connection that counts the bytes of its buffers.
 */
final class LoopChannel extends MemoryChannel {
    private final UnpooledByteBufAllocator allocator;
    private boolean isDeaf;
    private boolean wantsInput;

    private LoopChannel(final UnpooledByteBufAllocator allocator, final boolean isDeaf) {
        super(allocator);
        this.allocator = allocator;
        this.isDeaf = isDeaf;
    }

    /** Opens a connection whose peer takes whatever is sent. */
    static LoopChannel open(final ChannelHandler... handlers) {
        return open(false, handlers);
    }

    /** Opens a connection whose peer never reads. */
    static LoopChannel openDeaf(final ChannelHandler... handlers) {
        return open(true, handlers);
    }

    private static LoopChannel open(final boolean isDeaf, final ChannelHandler... handlers) {
        final LoopChannel channel = new LoopChannel(new UnpooledByteBufAllocator(true, true), isDeaf);
        channel.begin(handlers);
        channel.wantsInput |= channel.config().isAutoRead();
        return channel;
    }

    /** Lets the peer read from now on. */
    void hear() {
        isDeaf = false;
        flush();
    }

    /** Returns whether the gateway would read what the peer has sent. */
    boolean wantsInput() {
        return wantsInput && isActive();
    }

    /** Receives input as a socket brings it: only where the gateway reads. */
    void receiveIfWanted(final byte[] bytes, final int from, final int to) {
        if (wantsInput() && from < to) {
            wantsInput = false;
            receive(bytes, from, to);
        }
    }

    @Override
    protected void doBeginRead() throws Exception {
        wantsInput = true;
        super.doBeginRead();
    }

    @Override
    protected void doWrite(final ChannelOutboundBuffer out) throws Exception {
        if (!isDeaf) {
            super.doWrite(out);
        }
    }

    /** Returns the number of bytes of buffers in use. */
    long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    /** Returns what the gateway has sent since the last call. */
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
}
