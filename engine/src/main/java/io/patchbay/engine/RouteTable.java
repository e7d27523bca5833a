package io.patchbay.engine;

import io.patchbay.engine.hash.ByteWords;
import io.patchbay.engine.hash.IdHash;

import org.agrona.DirectBuffer;

/**
 * A hash table of the routes of all services by {@code service:method}, which finds a destination without a version in one
 * lookup. It uses open addressing with linear probing.
 */
public final class RouteTable {
    private Route[] table = new Route[IdHash.INITIAL_CAPACITY];
    private int size;

    Route get(final DirectBuffer path, final int length) {
        final int hash = ByteWords.hash(path, length);
        final int mask = table.length - 1;
        for (int at = hash & mask; table[at] != null; at = at + 1 & mask) {
            final Route route = table[at];
            if (route.pathHash == hash && ByteWords.isSame(route.path, path, length)) {
                return route;
            }
        }
        return null;
    }

    /** Adds a route that is not in the table. Ignores a service whose name no destination can contain. */
    void put(final Route route) {
        if (!isPlain(route.service.name)) {
            return;
        }
        if (IdHash.isFull(size, table.length)) {
            final Route[] old = table;
            table = new Route[old.length * 2];
            for (final Route other : old) {
                if (other != null) {
                    insert(other);
                }
            }
        }
        insert(route);
        size++;
    }

    void remove(final Route route) {
        final int mask = table.length - 1;
        int gap = route.pathHash & mask;
        while (table[gap] != route) {
            if (table[gap] == null) {
                return;
            }
            gap = gap + 1 & mask;
        }
        for (int at = gap + 1 & mask; table[at] != null; at = at + 1 & mask) {
            if (!IdHash.staysPut(table[at].pathHash & mask, gap, at)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = null;
        size--;
    }

    /**
     * Returns whether a destination can name this service. A destination is cut at its first colon, and before that at its first
     * at sign, so a name with either is never found.
     */
    private static boolean isPlain(final String service) {
        return service.indexOf(':') < 0 && service.indexOf('@') < 0;
    }

    private void insert(final Route route) {
        final int mask = table.length - 1;
        int at = route.pathHash & mask;
        while (table[at] != null) {
            at = at + 1 & mask;
        }
        table[at] = route;
    }
}
