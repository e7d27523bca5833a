package io.patchbay.engine;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * Instances in order of registration. Ids only grow, so it is sorted by id; removing from either end is cheap.
 */
final class InstanceList extends AbstractList<Instance> implements RandomAccess {
    private Instance[] elements = new Instance[4];
    private int head;
    private int size;

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

    void append(final Instance instance) {
        if (head + size == elements.length) {
            final int capacity = size * 2 > elements.length ? elements.length * 2 : elements.length;
            final Instance[] target = capacity == elements.length ? elements : new Instance[capacity];
            System.arraycopy(elements, head, target, 0, size);
            Arrays.fill(target, size, target.length, null);
            elements = target;
            head = 0;
        }
        elements[head + size++] = instance;
    }

    void drop(final Instance instance) {
        final int position = firstAfter(instance.id) - 1;
        if (position < 0 || elements[head + position] != instance) {
            return;
        }
        if (position < size / 2) {
            System.arraycopy(elements, head, elements, head + 1, position);
            elements[head++] = null;
        } else {
            System.arraycopy(elements, head + position + 1, elements, head + position, size - position - 1);
            elements[head + size - 1] = null;
        }
        size--;
    }

    /** Position of the first that registered after this id; size where none did. */
    int firstAfter(final long id) {
        int low = 0;
        int high = size;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (elements[head + middle].id <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
