package io.patchbay.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A benchmark with one thing for each iteration, a journal for example, made before the first of them: what making it takes and
 * allocates is then not counted with what is measured. JMH calls the methods here; its one thread.
 *
 * @param <T> what is made.
 */
@State(Scope.Thread)
public abstract class OpenedAhead<T extends AutoCloseable> {
    /** As many as there are iterations, unless JMH is told otherwise. */
    private static final int COUNT = 8;

    private final Deque<T> ready = new ArrayDeque<>();
    private T current;

    /**
     * Makes one.
     *
     * @return open.
     */
    abstract T open();

    /**
     * Of this iteration.
     *
     * @return open.
     */
    final T current() {
        return current;
    }

    /**
     * Makes those that the iterations will take.
     */
    @Setup(Level.Trial)
    public void openAhead() {
        for (int i = 0; i < COUNT; i++) {
            ready.add(open());
        }
    }

    /**
     * Takes the next; makes it where there is none any more.
     */
    @Setup(Level.Iteration)
    public void next() {
        current = ready.isEmpty() ? open() : ready.poll();
    }

    /**
     * Closes it.
     *
     * @throws Exception where that fails.
     */
    @TearDown(Level.Iteration)
    public void close() throws Exception {
        current.close();
    }

    /**
     * Closes what is left.
     *
     * @throws Exception where that fails.
     */
    @TearDown(Level.Trial)
    public void closeAhead() throws Exception {
        while (!ready.isEmpty()) {
            ready.poll().close();
        }
    }
}
