package io.patchbay.engine;

/**
 * Where a 128-bit id goes in tables that are cut into segments, so that no table is ever rehashed as a whole.
 *
 * <p>Ids that differ in their last {@value #GROUP_BITS} bits only are neighbours in the table: who counts its ids up has eight of
 * them on one line of memory, which is then near for seven of them, when they come as when they leave. Other ids lie as if
 * there were no such groups.
 */
final class IdHash {
    static final int SEGMENTS = 256;
    static final int INITIAL_CAPACITY = 16;
    private static final int GROUP_BITS = 3;
    private static final long GROUP_MASK = (1 << GROUP_BITS) - 1;

    private IdHash() {
    }

    static long of(final long idHi, final long idLo) {
        return Hash64.mix(idHi * Hash64.GOLDEN ^ idLo >>> GROUP_BITS) & ~GROUP_MASK | idLo & GROUP_MASK;
    }

    static int segment(final long hash) {
        return (int)(hash >>> 56);
    }

    static int slot(final long hash, final int mask) {
        return (int)hash & mask;
    }

    /** Grow a segment that holds this many? At most two thirds are filled. */
    static boolean isFull(final int size, final int capacity) {
        return size * 3L >= capacity * 2L;
    }

    /** In a backward shift: may what wants to be at {@code home} and is at {@code at} not move to the gap? */
    static boolean staysPut(final int home, final int gap, final int at) {
        return gap <= at ? gap < home && home <= at : gap < home || home <= at;
    }
}
