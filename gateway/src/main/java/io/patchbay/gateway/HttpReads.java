package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Sizes the reads of one connection to the HTTP port: small ones while it sends requests, so that one read brings few of them,
 * and as its traffic needs once it has upgraded. One connection's; on the agent's thread.
 */
final class HttpReads extends AdaptiveRecvByteBufAllocator {
    private static final int REQUEST_BYTES = 2_048;
    /** Reads of one connection before the next has its turn. */
    private static final int READS = 2;

    private boolean isUpgraded;

    HttpReads() {
        maxMessagesPerRead(READS);
    }

    /** From now on frames come instead of requests. */
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
