package io.patchbay.protocol;

import org.agrona.DirectBuffer;

/**
 * Prefetches a frame that another core has just written. Each of its cache lines is a cache miss; a decoder that goes from one
 * length field to the next would take these misses one after the other. Stateless; any thread; allocates nothing.
 */
public final class CacheLines {
    private static final int LINE_BYTES = 64;
    /** Beyond these bytes the processor's own prefetching does as well. */
    private static final int MAX_BYTES = 8 * LINE_BYTES;

    private CacheLines() {
    }

    /**
     * Reads one byte of each cache line of a frame's first 512 bytes. No read depends on another, so that the processor overlaps
     * them.
     *
     * @param buffer buffer that holds the frame.
     * @param offset offset of the frame's first byte.
     * @param length length of the frame in bytes; 0 reads nothing.
     * @return a meaningless sum. The caller stores it in a field, so that the compiler does not remove the reads.
     */
    public static int prefetch(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            return 0;
        }
        final int last = offset + Math.min(length, MAX_BYTES) - 1;
        int touched = buffer.getByte(last);
        for (int at = offset; at < last; at += LINE_BYTES) {
            touched += buffer.getByte(at);
        }
        return touched;
    }
}
