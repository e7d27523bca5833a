package io.patchbay.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

import java.nio.ByteBuffer;

/**
 * The one buffer that all TCP connections read into, one after the other. A connection copies what it needs before its read is
 * over. The buffer is large, so that one system call reads everything that waits in a socket. One thread.
 */
public final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 64 * 1_024;
    /** Number of reads of one connection before the next connection has its turn. */
    private static final int READS = 2;

    private final ByteBuf shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES));

    public ReadBuffer() {
        super(READS);
    }

    @Override
    public ExtendedHandle newHandle() {
        return new SharingHandle();
    }

    private final class SharingHandle extends MaxMessageHandle {
        @Override
        public int guess() {
            return BYTES;
        }

        @Override
        public ByteBuf allocate(final ByteBufAllocator allocator) {
            // The buffer is in use only if a connection has kept it, and connections copy what they keep.
            return shared.refCnt() > 1 ? allocator.directBuffer(BYTES, BYTES) : shared.clear().retain();
        }
    }
}
