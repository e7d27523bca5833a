package io.patchbay.engine;

/**
 * Where a 128-bit id goes in tables that are cut into segments, so that no table is ever rehashed as a whole.
 */
final class IdHash {
    static final int SEGMENTS = 256;
    static final int INITIAL_CAPACITY = 16;

    private IdHash() {
    }

    static long of(final long idHi, final long idLo) {
        return Hash64.mix(idHi * Hash64.GOLDEN ^ idLo);
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
