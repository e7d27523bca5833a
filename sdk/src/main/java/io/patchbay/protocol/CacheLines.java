package io.patchbay.protocol;

import org.agrona.DirectBuffer;

/**
 * Brings a frame near that another core has just written: each of its cache lines is a wait, and a decoder that goes from one
 * length to the next would make these waits one after the other. Without state, any thread, no allocation.
 */
public final class CacheLines {
    private static final int LINE_BYTES = 64;
    /** Beyond these the processor's own prefetching does as well. */
    private static final int MAX_BYTES = 8 * LINE_BYTES;

    private CacheLines() {
    }

    /**
     * Reads a byte of each line of the first 512 bytes, none of which depends on another.
     *
     * @param buffer with the frame.
     * @param offset of its first byte.
     * @param length of the frame in bytes; 0 = nothing is read.
     * @return something without meaning, to be kept anywhere: so the reads are not left out.
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
