package io.patchbay.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Sizes the reads of one connection to the HTTP port. Reads are small while the client sends requests, so that one read brings
 * few of them. After an upgrade they adapt to the traffic. One per connection, on the agent's thread.
 */
final class HttpReads extends AdaptiveRecvByteBufAllocator {
    private static final int REQUEST_BYTES = 2_048;
    /** Number of reads of one connection before the next connection has its turn. */
    private static final int READS = 2;

    private boolean isUpgraded;

    HttpReads() {
        maxMessagesPerRead(READS);
    }

    /** Notes that WebSocket frames come from now on. */
    void upgraded() {
        isUpgraded = true;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Sizing((ExtendedHandle)super.newHandle());
    }

    private final class Sizing extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle adaptive;

        Sizing(final ExtendedHandle adaptive) {
            super(adaptive);
            this.adaptive = adaptive;
        }

        @Override
        public ByteBuf allocate(final ByteBufAllocator allocator) {
            return isUpgraded ? adaptive.allocate(allocator) : allocator.ioBuffer(REQUEST_BYTES);
        }

        @Override
        public boolean continueReading(final UncheckedBooleanSupplier maybeMore) {
            return adaptive.continueReading(maybeMore);
        }
    }
}
