package io.patchbay.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * One thing for each iteration of a benchmark, made before the first of them: what making it takes and allocates is then not
 * counted with what is measured.
 *
 * @param <T> what is made.
 */
final class OpenedAhead<T extends AutoCloseable> {
    /** As many as there are iterations, unless JMH is told otherwise. */
    private static final int COUNT = 8;

    private final Supplier<T> maker;
    private final Deque<T> ready = new ArrayDeque<>();

    OpenedAhead(final Supplier<T> maker) {
        this.maker = maker;
        for (int i = 0; i < COUNT; i++) {
            ready.add(maker.get());
        }
    }

    /** The next; made now where there is none any more. */
    T next() {
        return ready.isEmpty() ? maker.get() : ready.poll();
    }

    /** Closes those that were not used. */
    void close() throws Exception {
        while (!ready.isEmpty()) {
            ready.poll().close();
        }
    }
}
