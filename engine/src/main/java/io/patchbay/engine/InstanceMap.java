package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.IdHash;

/**
 * A map of instances by id, with open addressing and linear probing. It reads the ids in the instances, which the caller needs
 * anyway.
 */
public final class InstanceMap {
    private Instance[] table = new Instance[IdHash.INITIAL_CAPACITY];
    private int size;

    Instance get(final long id) {
        final int mask = table.length - 1;
        int at = home(id, mask);
        Instance instance = table[at];
        while (instance != null && instance.id != id) {
            at = at + 1 & mask;
            instance = table[at];
        }
        return instance;
    }

    /** Adds an instance that is not in the map. */
    void put(final Instance instance) {
        if (IdHash.isFull(size, table.length)) {
            final Instance[] old = table;
            table = new Instance[old.length * 2];
            for (final Instance other : old) {
                if (other != null) {
                    insert(other);
                }
            }
        }
        insert(instance);
        size++;
    }

    /** Removes an instance that is in the map. */
    void remove(final Instance instance) {
        final int mask = table.length - 1;
        int gap = home(instance.id, mask);
        while (table[gap] != instance) {
            gap = gap + 1 & mask;
        }
        for (int at = gap + 1 & mask; table[at] != null; at = at + 1 & mask) {
            if (!IdHash.staysPut(home(table[at].id, mask), gap, at)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = null;
        size--;
    }

    private void insert(final Instance instance) {
        final int mask = table.length - 1;
        int at = home(instance.id, mask);
        while (table[at] != null) {
            at = at + 1 & mask;
        }
        table[at] = instance;
    }

    private static int home(final long id, final int mask) {
        return (int)(id * Hash64.GOLDEN >>> Integer.SIZE) & mask;
    }
}
