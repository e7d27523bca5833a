package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list of instances in order of registration. Ids only grow, so the list is sorted by id. Removal near either end is cheap. Ids
 * and seats are kept in arrays beside the instances, so that a search need not read each instance.
 */
final class InstanceList extends AbstractList<Instance> implements RandomAccess {
    private Instance[] elements = new Instance[4];
    @NotHashed("copies of those of the instances")
    private long[] ids = new long[4];
    @NotHashed("copies of those of the instances")
    private int[] seats = new int[4];
    @NotHashed("a place in the array")
    private int head;
    @NotHashed("a count")
    private int size;
    @NotHashed("a count, for places in the array")
    private int drops;

    @Override
    public Instance get(final int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException(position);
        }
        return elements[head + position];
    }

    @Override
    public int size() {
        return size;
    }

    long id(final int position) {
        return ids[head + position];
    }

    int seat(final int position) {
        return seats[head + position];
    }

    /** Returns how many instances were ever removed. While it stays the same, so do all positions. */
    int drops() {
        return drops;
    }

    void append(final Instance instance) {
        if (head + size == elements.length) {
            final int capacity = size * 2 > elements.length ? elements.length * 2 : elements.length;
            final boolean fits = capacity == elements.length;
            moveTo(fits ? elements : new Instance[capacity], fits ? ids : new long[capacity], fits ? seats : new int[capacity]);
        }
        elements[head + size] = instance;
        ids[head + size] = instance.id;
        seats[head + size] = instance.seat;
        size++;
    }

    void drop(final Instance instance) {
        final int position = firstAfter(instance.id) - 1;
        if (position < 0 || elements[head + position] != instance) {
            return;
        }
        if (position < size / 2) {
            shift(head, head + 1, position);
            elements[head++] = null;
        } else {
            shift(head + position + 1, head + position, size - position - 1);
            elements[head + size - 1] = null;
        }
        size--;
        drops++;
    }

    private void shift(final int from, final int to, final int length) {
        System.arraycopy(elements, from, elements, to, length);
        System.arraycopy(ids, from, ids, to, length);
        System.arraycopy(seats, from, seats, to, length);
    }

    private void moveTo(final Instance[] newElements, final long[] newIds, final int[] newSeats) {
        System.arraycopy(elements, head, newElements, 0, size);
        System.arraycopy(ids, head, newIds, 0, size);
        System.arraycopy(seats, head, newSeats, 0, size);
        Arrays.fill(newElements, size, newElements.length, null);
        elements = newElements;
        ids = newIds;
        seats = newSeats;
        head = 0;
    }

    /** Returns the position of the first instance that registered after this id; the size where there is none. */
    int firstAfter(final long id) {
        int low = 0;
        int high = size;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (ids[head + middle] <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
