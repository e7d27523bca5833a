package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;

import java.io.ByteArrayOutputStream;

/**
 * A connection in memory of whose buffers every one is counted.
 */
final class LoopChannel extends MemoryChannel {
    private final UnpooledByteBufAllocator allocator;

    private LoopChannel(final UnpooledByteBufAllocator allocator) {
        super(allocator);
        this.allocator = allocator;
    }

    static LoopChannel open(final ChannelHandler... handlers) {
        final LoopChannel channel = new LoopChannel(new UnpooledByteBufAllocator(true, true));
        channel.begin(handlers);
        return channel;
    }

    /** Bytes of buffers that are in use. */
    long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
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
}
