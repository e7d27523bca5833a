package io.patchbay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A queue whose elements are used again. */
final class Fifo<T> {
    private final List<T> elements = new ArrayList<>();
    private final Supplier<T> maker;
    private int head;
    private int tail;

    Fifo(final Supplier<T> maker) {
        this.maker = maker;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    /** To be filled. */
    T add() {
        if (tail == elements.size()) {
            if (head > 0 && head >= tail - head) {
                final int size = tail - head;
                for (int i = 0; i < size; i++) {
                    final T used = elements.get(i);
                    elements.set(i, elements.get(head + i));
                    elements.set(head + i, used);
                }
                head = 0;
                tail = size;
            } else {
                elements.add(maker.get());
            }
        }
        return elements.get(tail++);
    }

    T first() {
        return elements.get(head);
    }

    T last() {
        return elements.get(tail - 1);
    }

    void removeFirst() {
        if (++head == tail) {
            clear();
        }
    }

    void clear() {
        head = 0;
        tail = 0;
    }
}
