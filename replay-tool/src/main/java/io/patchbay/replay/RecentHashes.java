package io.patchbay.replay;

/**
 * The state hashes after the last so many records: a checkpoint names a record before it.
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

    /** Is this the hash right after that record? False also where the record is not among the last. */
    boolean isSame(final long index, final long hash) {
        long low = Math.max(0, count - indexes.length);
        long high = count - 1;
        while (low <= high) {
            final long middle = (low + high) >>> 1;
            final int slot = (int)(middle & mask);
            if (indexes[slot] == index) {
                return hashes[slot] == hash;
            }
            if (indexes[slot] < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
