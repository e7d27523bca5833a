package io.patchbay.simulation;

import java.util.function.Supplier;

/** A queue that reuses its elements. */
final class Fifo<T> {
    private final Supplier<T> factory;
    /** A ring buffer; its length is a power of two. */
    private Object[] elements = new Object[8];
    private int head;
    private int tail;

    Fifo(final Supplier<T> factory) {
        this.factory = factory;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    /** Appends an element, which the caller fills. */
    T add() {
        if (size() == elements.length) {
            grow();
        }
        final int slot = tail++ & elements.length - 1;
        if (elements[slot] == null) {
            elements[slot] = factory.get();
        }
        return at(slot);
    }

    private void grow() {
        final Object[] larger = new Object[2 * elements.length];
        final int size = size();
        for (int i = 0; i < size; i++) {
            larger[i] = at(head + i & elements.length - 1);
        }
        elements = larger;
        head = 0;
        tail = size;
    }

    @SuppressWarnings("unchecked")
    private T at(final int slot) {
        return (T)elements[slot];
    }

    T first() {
        return at(head & elements.length - 1);
    }

    T last() {
        return at(tail - 1 & elements.length - 1);
    }

    void removeFirst() {
        if (++head == tail) {
            clear();
        }
    }

    void removeLast() {
        tail--;
    }

    void clear() {
        head = 0;
        tail = 0;
    }
}
