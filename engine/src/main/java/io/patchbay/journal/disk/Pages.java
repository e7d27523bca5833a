package io.patchbay.journal.disk;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.Jvm;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;

/**
 * Advice to the kernel about a mapped block's pages. It changes no byte. Without support by the machine nothing happens.
 */
public final class Pages {
    public static final int BYTES = 4_096;

    /** Advice of Linux 5.14: populates the pages for writing, as if they were written to. */
    private static final int POPULATE_WRITE = 23;

    private static volatile boolean canAdvise = true;
    private static volatile boolean canPopulate = true;

    private Pages() {
    }

    /**
     * Advises that the block is not read in order. Otherwise the first touch of a page waits for the read-ahead of a sparse file,
     * for up to 25 ms.
     */
    static void noReadAhead(final BytesStore<?, ?> block) {
        if (canAdvise) {
            final long start = block.start();
            canAdvise = advise(block.addressForRead(start), block.capacity() - start, MAdviseFlag.MADV_RANDOM.value());
        }
    }

    /** Populates pages, so that a writer does not have to wait for them. Positions are multiples of {@link #BYTES}. */
    static void populate(final BytesStore<?, ?> block, final long from, final long to) {
        if (canPopulate) {
            canPopulate = advise(block.addressForRead(from), to - from, POPULATE_WRITE);
        }
        if (!canPopulate) {
            for (long position = from; position < to; position += BYTES) {
                block.compareAndSwapLong(position, 0, 0);
            }
        }
    }

    private static boolean advise(final long address, final long lengthBytes, final int advice) {
        try {
            return PosixAPI.posix().madvise(address, lengthBytes, advice) == 0;
        } catch (final RuntimeException | LinkageError e) {
            Jvm.debug().on(Pages.class, "pages cannot be advised", e);
            return false;
        }
    }
}
