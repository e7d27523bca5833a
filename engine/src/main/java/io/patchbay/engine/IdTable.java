package io.patchbay.engine;

/**
 * Where each id is that is open or remembered: one table for both, since a message asks for both and an id that ends only
 * changes its place. Open addressing with linear probing, in segments that grow one at a time.
 *
 * <p>A slot holds half of the id's hash and the place: so a probe reads one line of memory, and what the place refers to only
 * where that half is the same. A place is one of {@link EndedPages}, 0 or more, or the complement of a number of
 * {@link RequestPool}, less than 0.
 */
final class IdTable {
    /** Of {@link #find}: not there. No request has this number. */
    static final int NONE = Integer.MIN_VALUE;
    private static final long PLACE_MASK = 0xffff_ffffL;

    private final RequestPool requests;
    private final EndedPages ended;
    /** Upper half: the lower half of the hash, from which follows where the slot would like to be. 0 = empty. */
    private final long[][] segments = new long[IdHash.SEGMENTS][];
    private final int[] sizes = new int[IdHash.SEGMENTS];

    IdTable(final RequestPool requests, final EndedPages ended) {
        this.requests = requests;
        this.ended = ended;
    }

    /** The place of an id, or {@link #NONE}. */
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

    /** So many ids are about to be put into an empty table: no segment has to grow for them. */
    void expect(final long count) {
        final long capacity = Long.highestOneBit(Math.max(1, count / IdHash.SEGMENTS * 3 / 2)) << 1;
        if (capacity > IdHash.INITIAL_CAPACITY) {
            for (int i = 0; i < segments.length; i++) {
                segments[i] = new long[(int)capacity];
            }
        }
    }

    /** The id must not be there yet. */
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

    /** The id must be there, at the place before. */
    void move(final long idHi, final long idLo, final int before, final int place) {
        final long hash = IdHash.of(idHi, idLo);
        final long[] table = segments[IdHash.segment(hash)];
        table[position(table, hash, before)] = slot(hash, place);
    }

    /** Takes an id out, if it is there and at this place. */
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

    /** Reads where an id would like to be, so that it is near when it is looked for soon. */
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

    /** Never 0. */
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
