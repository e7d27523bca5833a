package io.patchbay.engine.hash;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A hash table that finds entries by the bytes of their names, without making strings. It uses open addressing with linear
 * probing.
 */
public final class NameTable<T extends Named> {
    private Named[] table = new Named[8];
    @NotHashed("a count")
    private int size;

    @SuppressWarnings("unchecked")
    public T get(final DirectBuffer buffer, final int offset, final int length) {
        final int hash = Named.hash(buffer, offset, length);
        final int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != null) {
            final Named named = table[slot];
            if (named.nameHash == hash && named.isNamed(buffer, offset, length)) {
                return (T)named;
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /** Returns all entries, in an arbitrary order. */
    @SuppressWarnings("unchecked")
    public List<T> values() {
        final List<T> values = new ArrayList<>();
        for (final Named named : table) {
            if (named != null) {
                values.add((T)named);
            }
        }
        return values;
    }

    /** Adds an entry whose name is not in the table. */
    public void put(final T named) {
        if (IdHash.isFull(size, table.length)) {
            final Named[] old = table;
            table = new Named[old.length * 2];
            for (final Named other : old) {
                if (other != null) {
                    insert(other);
                }
            }
        }
        insert(named);
        size++;
    }

    /** Removes an entry that is in the table. */
    public void remove(final T named) {
        final int mask = table.length - 1;
        int gap = named.nameHash & mask;
        while (table[gap] != named) {
            gap = gap + 1 & mask;
        }
        int at = gap;
        while (true) {
            at = at + 1 & mask;
            final Named other = table[at];
            if (other == null) {
                break;
            }
            if (!IdHash.staysPut(other.nameHash & mask, gap, at)) {
                table[gap] = other;
                gap = at;
            }
        }
        table[gap] = null;
        size--;
    }

    private void insert(final Named named) {
        final int mask = table.length - 1;
        int slot = named.nameHash & mask;
        while (table[slot] != null) {
            slot = slot + 1 & mask;
        }
        table[slot] = named;
    }
}
