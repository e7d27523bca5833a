package io.patchbay.engine.hash;

/**
 * Computes where a 128-bit id goes in tables that are cut into segments. A table grows one segment at a time, so it is never
 * rehashed as a whole.
 *
 * <p>Ids that differ only in their last {@value #GROUP_BITS} bits are neighbors in the table. A client that counts its ids up has
 * eight of them on one cache line, so seven of eight lookups hit the cache. All other ids are spread as if there were no such
 * groups.
 */
public final class IdHash {
    public static final int SEGMENTS = 256;
    public static final int INITIAL_CAPACITY = 16;
    private static final int GROUP_BITS = 3;
    private static final long GROUP_MASK = (1 << GROUP_BITS) - 1;

    private IdHash() {
    }

    public static long of(final long idHi, final long idLo) {
        return Hash64.mix(idHi * Hash64.GOLDEN ^ idLo >>> GROUP_BITS) & ~GROUP_MASK | idLo & GROUP_MASK;
    }

    public static int segment(final long hash) {
        return (int)(hash >>> 56);
    }

    public static int slot(final long hash, final int mask) {
        return (int)hash & mask;
    }

    /** Returns whether a segment of this size has to grow: at most two thirds of it are filled. */
    public static boolean isFull(final int size, final int capacity) {
        return size * 3L >= capacity * 2L;
    }

    /** Returns whether, in a backward shift, the entry at {@code at} whose home is {@code home} must not move to the gap. */
    public static boolean staysPut(final int home, final int gap, final int at) {
        return gap <= at ? gap < home && home <= at : gap < home || home <= at;
    }
}
