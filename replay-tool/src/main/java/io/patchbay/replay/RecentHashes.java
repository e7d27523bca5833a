package io.patchbay.replay;

/**
 * The state hashes after the last so many records whose hash was taken.
 */
final class RecentHashes {
    private final long[] indexes;
    private final long[] hashes;
    private final int mask;
    private long count;

    /** The capacity is a power of two. */
    RecentHashes(final int capacity) {
        indexes = new long[capacity];
        hashes = new long[capacity];
        mask = capacity - 1;
    }

    /** Indexes come in increasing order. */
    void add(final long index, final long hash) {
        final int slot = (int)(count++ & mask);
        indexes[slot] = index;
        hashes[slot] = hash;
    }

    /** Is the hash right after that record among them? */
    boolean has(final long index) {
        return slot(index) >= 0;
    }

    /** The hash right after that record, which is among them. */
    long of(final long index) {
        return hashes[slot(index)];
    }

    private int slot(final long index) {
        long low = Math.max(0, count - indexes.length);
        long high = count - 1;
        while (low <= high) {
            final long middle = (low + high) >>> 1;
            final int slot = (int)(middle & mask);
            if (indexes[slot] == index) {
                return slot;
            }
            if (indexes[slot] < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
