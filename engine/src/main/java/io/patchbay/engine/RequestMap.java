package io.patchbay.engine;

/**
 * Open requests by id: open addressing with linear probing, in segments that grow one at a time.
 */
final class RequestMap {
    private final Request[][] segments = new Request[IdHash.SEGMENTS][];
    private final int[] sizes = new int[IdHash.SEGMENTS];

    Request get(final long idHi, final long idLo) {
        final long hash = IdHash.of(idHi, idLo);
        final Request[] table = segments[IdHash.segment(hash)];
        if (table == null) {
            return null;
        }
        final int mask = table.length - 1;
        int slot = IdHash.slot(hash, mask);
        while (table[slot] != null) {
            if (table[slot].idLo == idLo && table[slot].idHi == idHi) {
                return table[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /** The id must not be there yet. */
    void put(final Request request) {
        final int segment = IdHash.segment(IdHash.of(request.idHi, request.idLo));
        Request[] table = segments[segment];
        if (table == null) {
            table = new Request[IdHash.INITIAL_CAPACITY];
            segments[segment] = table;
        } else if (IdHash.isFull(sizes[segment], table.length)) {
            table = new Request[table.length * 2];
            for (final Request old : segments[segment]) {
                if (old != null) {
                    insert(table, old);
                }
            }
            segments[segment] = table;
        }
        insert(table, request);
        sizes[segment]++;
    }

    /** The request must be there. */
    void remove(final Request request) {
        final long hash = IdHash.of(request.idHi, request.idLo);
        final int segment = IdHash.segment(hash);
        final Request[] table = segments[segment];
        final int mask = table.length - 1;
        int gap = IdHash.slot(hash, mask);
        while (table[gap] != request) {
            gap = gap + 1 & mask;
        }
        int at = gap;
        while (true) {
            at = at + 1 & mask;
            final Request other = table[at];
            if (other == null) {
                break;
            }
            if (!IdHash.staysPut(home(other, mask), gap, at)) {
                table[gap] = other;
                gap = at;
            }
        }
        table[gap] = null;
        sizes[segment]--;
    }

    private static void insert(final Request[] table, final Request request) {
        final int mask = table.length - 1;
        int slot = home(request, mask);
        while (table[slot] != null) {
            slot = slot + 1 & mask;
        }
        table[slot] = request;
    }

    private static int home(final Request request, final int mask) {
        return IdHash.slot(IdHash.of(request.idHi, request.idLo), mask);
    }
}
