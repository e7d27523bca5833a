package io.patchbay.gateway.cli;

import io.netty.util.internal.PlatformDependent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings settings that bound memory down to what the JVM was given, so that a server with a small heap refuses or drops where
 * it would otherwise end for want of memory. What is cut is logged.
 */
final class MemoryBounds {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBounds.class);
    /** Unsent frames wait in the heap (engine) and in direct memory (gateway): a quarter of either at the most. */
    private static final int WINDOW_PART = 4;
    /** Beginnings of frames: an eighth of direct memory. */
    private static final int HELD_PART = 8;
    /** For one ended id with its place in the tables, in the heap and beside it, several times over. */
    private static final int ENDED_ID_BYTES = 256;
    /** The same for one open request. */
    private static final int OPEN_BYTES = 1_024;

    private MemoryBounds() {
    }

    static long windowTotalBytes(final long wanted) {
        return least("--window-total", wanted, Math.min(heapBytes(), directBytes()) / WINDOW_PART);
    }

    static long windowBytes(final long wanted) {
        return least("--window", wanted, Math.min(heapBytes(), directBytes()) / WINDOW_PART);
    }

    static int maxEndedIds(final int wanted) {
        return (int)least("--max-ended-ids", wanted, Math.min(heapBytes(), directBytes()) / ENDED_ID_BYTES);
    }

    static long maxOpen(final long wanted) {
        return least("--max-open", wanted, heapBytes() / OPEN_BYTES);
    }

    static long heldInputBytes() {
        return directBytes() / HELD_PART;
    }

    private static long least(final String option, final long wanted, final long possible) {
        if (possible < wanted) {
            LOG.warn("{} {} is more than this JVM's memory allows (heap {} MiB, direct {} MiB): {} it is; give it more by"
                + " PATCHBAY_JAVA_OPTS=-Xmx…", option, wanted, heapBytes() >> 20, directBytes() >> 20, possible);
            return possible;
        }
        return wanted;
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    private static long directBytes() {
        return PlatformDependent.maxDirectMemory();
    }
}
