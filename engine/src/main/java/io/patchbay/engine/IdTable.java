package io.patchbay.engine;

import io.patchbay.engine.hash.IdHash;
import io.patchbay.engine.state.EndedPages;

/**
 * A hash table from each open or remembered id to its place. Open and remembered ids share one table, since a message looks for
 * both, and an id that ends only changes its place. It uses open addressing with linear probing, in segments that grow one at a
 * time.
 *
 * <p>A slot holds half of the id's hash and the place. A probe therefore reads one cache line, and follows the place only where
 * that half is equal. A place is one of {@link EndedPages}, 0 or more, or the complement of a number of {@link RequestPool}, less
 * than 0.
 */
public final class IdTable {
    /** Result of {@link #find} for an unknown id. No request has this number. */
    static final int NONE = Integer.MIN_VALUE;
    private static final long PLACE_MASK = 0xffff_ffffL;

    private final RequestPool requests;
    private final EndedPages ended;
    /** The slots. The upper half of a slot is the lower half of the hash, which gives the slot's home. 0 = empty. */
    private final long[][] segments = new long[IdHash.SEGMENTS][];
    private final int[] sizes = new int[IdHash.SEGMENTS];

    IdTable(final RequestPool requests, final EndedPages ended) {
        this.requests = requests;
        this.ended = ended;
    }

    /** Returns the place of an id, or {@link #NONE}. */
    int find(final long idHi, final long idLo) {
        final long hash = IdHash.of(idHi, idLo);
        final long[] table = segments[IdHash.segment(hash)];
        if (table == null) {
            return NONE;
        }
        final int mask = table.length - 1;
        int at = IdHash.slot(hash, mask);
        for (long slot = table[at]; slot != 0; slot = table[at]) {
            if ((int)(slot >>> Integer.SIZE) == (int)hash && isOf(place(slot), idHi, idLo)) {
                return place(slot);
            }
            at = at + 1 & mask;
        }
        return NONE;
    }

    /**
     * Allocates segments for a number of ids that are about to be added to this table, which must be empty. No segment has to
     * grow for them.
     */
    void expect(final long count) {
        final long capacity = Long.highestOneBit(Math.max(1, count / IdHash.SEGMENTS * 3 / 2)) << 1;
        if (capacity > IdHash.INITIAL_CAPACITY) {
            for (int i = 0; i < segments.length; i++) {
                segments[i] = new long[(int)capacity];
            }
        }
    }

    /** Adds an id that is not in the table. */
    void put(final long idHi, final long idLo, final int place) {
        final long hash = IdHash.of(idHi, idLo);
        final int segment = IdHash.segment(hash);
        long[] table = segments[segment];
        if (table == null) {
            table = new long[IdHash.INITIAL_CAPACITY];
            segments[segment] = table;
        } else if (IdHash.isFull(sizes[segment], table.length)) {
            table = new long[table.length * 2];
            for (final long old : segments[segment]) {
                if (old != 0) {
                    insert(table, old);
                }
            }
            segments[segment] = table;
        }
        insert(table, slot(hash, place));
        sizes[segment]++;
    }

    /** Replaces the place of an id that is in the table at the place {@code before}. */
    void move(final long idHi, final long idLo, final int before, final int place) {
        final long hash = IdHash.of(idHi, idLo);
        final long[] table = segments[IdHash.segment(hash)];
        table[position(table, hash, before)] = slot(hash, place);
    }

    /** Removes an id, if it is in the table at this place. */
    void remove(final long hash, final int place) {
        final int segment = IdHash.segment(hash);
        final long[] table = segments[segment];
        if (table == null) {
            return;
        }
        int gap = position(table, hash, place);
        if (gap < 0) {
            return;
        }
        final int mask = table.length - 1;
        int at = gap;
        while (true) {
            at = at + 1 & mask;
            final long other = table[at];
            if (other == 0) {
                break;
            }
            if (!IdHash.staysPut((int)(other >>> Integer.SIZE) & mask, gap, at)) {
                table[gap] = other;
                gap = at;
            }
        }
        table[gap] = 0;
        sizes[segment]--;
    }

    /** Prefetches the home slot of an id into cache, ahead of the lookup. */
    long prefetch(final long hash) {
        final long[] table = segments[IdHash.segment(hash)];
        return table == null ? 0 : table[IdHash.slot(hash, table.length - 1)];
    }

    private static int position(final long[] table, final long hash, final int place) {
        final long wanted = slot(hash, place);
        final int mask = table.length - 1;
        int at = IdHash.slot(hash, mask);
        for (long slot = table[at]; slot != 0; slot = table[at]) {
            if (slot == wanted) {
                return at;
            }
            at = at + 1 & mask;
        }
        return -1;
    }

    private static void insert(final long[] table, final long slot) {
        final int mask = table.length - 1;
        int at = (int)(slot >>> Integer.SIZE) & mask;
        while (table[at] != 0) {
            at = at + 1 & mask;
        }
        table[at] = slot;
    }

    /** Returns the contents of a slot, which are never 0. */
    private static long slot(final long hash, final int place) {
        return hash << Integer.SIZE | place + 1L & PLACE_MASK;
    }

    private static int place(final long slot) {
        return (int)slot - 1;
    }

    private boolean isOf(final int place, final long idHi, final long idLo) {
        return place < 0 ? requests.get(~place).isOf(idHi, idLo) : ended.isOf(place, idHi, idLo);
    }
}
