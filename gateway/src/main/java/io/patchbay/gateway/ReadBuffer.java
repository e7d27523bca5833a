package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

import java.nio.ByteBuffer;

/**
 * The one buffer that all TCP connections read into, one after the other: a connection has taken what it needs before its read
 * is over. Large, so that what has gathered in a socket is one system call. One thread.
 */
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 64 * 1_024;
    /** Reads of one connection before the next has its turn. */
    private static final int READS = 2;

    private final ByteBuf shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES));

    ReadBuffer() {
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
            // someone still holds it: never so with connections that copy what they keep
            return shared.refCnt() > 1 ? allocator.directBuffer(BYTES, BYTES) : shared.clear().retain();
        }
    }
}
