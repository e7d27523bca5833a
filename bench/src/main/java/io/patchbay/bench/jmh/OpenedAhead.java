package io.patchbay.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Base of a benchmark that needs a new resource, for example a journal, for each iteration. The resources are made before the
 * first iteration, so that their time and allocation are not measured. Called by JMH on its one thread.
 *
 * @param <T> type of the resource.
 */
@State(Scope.Thread)
public abstract class OpenedAhead<T extends AutoCloseable> {
    /** Number of resources that are made ahead: one for each iteration, unless JMH gets options of its own. */
    private static final int COUNT = 8;

    private final Deque<T> ready = new ArrayDeque<>();
    private T current;

    /**
     * Makes a resource.
     *
     * @return the open resource.
     */
    abstract T open();

    /**
     * Returns the resource of this iteration.
     *
     * @return the open resource.
     */
    final T current() {
        return current;
    }

    /**
     * Makes the resources for the iterations.
     */
    @Setup(Level.Trial)
    public void openAhead() {
        for (int i = 0; i < COUNT; i++) {
            ready.add(open());
        }
    }

    /**
     * Takes the next resource, or makes one if none is left.
     */
    @Setup(Level.Iteration)
    public void next() {
        current = ready.isEmpty() ? open() : ready.poll();
    }

    /**
     * Closes the resource of this iteration.
     *
     * @throws Exception if closing fails.
     */
    @TearDown(Level.Iteration)
    public void close() throws Exception {
        current.close();
    }

    /**
     * Closes the resources that no iteration took.
     *
     * @throws Exception if closing fails.
     */
    @TearDown(Level.Trial)
    public void closeAhead() throws Exception {
        while (!ready.isEmpty()) {
            ready.poll().close();
        }
    }
}
