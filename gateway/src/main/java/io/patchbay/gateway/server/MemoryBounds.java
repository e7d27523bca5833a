package io.patchbay.gateway.server;

import io.netty.util.internal.PlatformDependent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reduces settings that bound memory to what the JVM was given. So a server with a small heap refuses or drops work instead of
 * running out of memory. Each reduction is logged.
 */
public final class MemoryBounds {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBounds.class);
    /** Unsent frames take at most this part of the heap (engine) and of direct memory (gateway). */
    private static final int WINDOW_PART = 4;
    /** Incomplete frames take at most this part of direct memory. */
    private static final int HELD_PART = 8;
    /** Memory of one ended id with its places in the tables, with a large reserve. */
    private static final int ENDED_ID_BYTES = 256;
    /** Memory of one open request, with a large reserve. */
    private static final int OPEN_BYTES = 1_024;

    private MemoryBounds() {
    }

    public static long windowTotalBytes(final long wanted) {
        return least("--window-total", wanted, Math.min(heapBytes(), directBytes()) / WINDOW_PART);
    }

    public static long windowBytes(final long wanted) {
        return least("--window", wanted, Math.min(heapBytes(), directBytes()) / WINDOW_PART);
    }

    public static int maxEndedIds(final int wanted) {
        return (int)least("--max-ended-ids", wanted, Math.min(heapBytes(), directBytes()) / ENDED_ID_BYTES);
    }

    public static long maxOpen(final long wanted) {
        return least("--max-open", wanted, heapBytes() / OPEN_BYTES);
    }

    public static long heldInputBytes() {
        return directBytes() / HELD_PART;
    }

    private static long least(final String option, final long wanted, final long possible) {
        if (possible < wanted) {
            LOG.warn("{} {} is more than this JVM's memory allows (heap {} MiB, direct {} MiB): using {}; give the JVM more"
                + " with PATCHBAY_JAVA_OPTS=-Xmx…", option, wanted, heapBytes() >> 20, directBytes() >> 20, possible);
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
