package io.patchbay.replay;

/**
 * A ring of the newest state hashes, each with the index of the record after which it was taken.
 */
final class RecentHashes {
    private final long[] indexes;
    private final long[] hashes;
    private final int mask;
    private long count;

    /** Creates an empty ring whose capacity is a power of two. */
    RecentHashes(final int capacity) {
        indexes = new long[capacity];
        hashes = new long[capacity];
        mask = capacity - 1;
    }

    /** Adds a hash, in place of the oldest if the ring is full. Indexes are added in increasing order. */
    void add(final long index, final long hash) {
        final int slot = (int)(count++ & mask);
        indexes[slot] = index;
        hashes[slot] = hash;
    }

    /** Returns whether the ring has the hash that was taken right after a record. */
    boolean has(final long index) {
        return slot(index) >= 0;
    }

    /** Returns the hash that was taken right after a record, for which {@link #has} is true. */
    long hash(final long index) {
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
