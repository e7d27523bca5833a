package io.patchbay.engine.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The seeds of random tests: {@code -Dpatchbay.seeds=N} sets their number, {@code -Dpatchbay.seed=N} runs only one.
 */
public final class Seeds {
    private Seeds() {
    }

    /**
     * Runs a test for each seed. A failure names its seed.
     *
     * @param defaultCount number of seeds, from 1 on, where no property sets it.
     * @param test         takes a seed.
     */
    public static void forEach(final int defaultCount, final LongConsumer test) {
        final Range range = Range.of(defaultCount);
        for (long seed = range.first; seed <= range.last; seed++) {
            range.run(seed, test);
        }
    }

    /**
     * Runs a test for each seed, on as many threads as there are processors. After a failure no new seed is begun.
     *
     * @param defaultCount number of seeds, from 1 on, where no property sets it.
     * @param tests        creates a test for each thread, on that thread.
     */
    public static void forEachInParallel(final int defaultCount, final Supplier<LongConsumer> tests) {
        final Range range = Range.of(defaultCount);
        final AtomicLong next = new AtomicLong(range.first);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final List<Thread> threads = new ArrayList<>();
        final long count = Math.min(Runtime.getRuntime().availableProcessors(), range.last - range.first + 1);
        for (long i = 0; i < count; i++) {
            final Thread thread = new Thread(() -> {
                try {
                    final LongConsumer test = tests.get();
                    long seed = next.getAndIncrement();
                    while (seed <= range.last && failure.get() == null) {
                        range.run(seed, test);
                        seed = next.getAndIncrement();
                    }
                } catch (final Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }, "seeds-" + i);
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                failure.compareAndSet(null, e);
                Thread.currentThread().interrupt();
            }
        }
        if (failure.get() != null) {
            throw failure.get() instanceof AssertionError ? (AssertionError)failure.get() : new AssertionError(failure.get());
        }
    }

    /** The range of seeds to run. */
    private record Range(long first, long last) {
        private static Range of(final int defaultCount) {
            final Long only = Long.getLong("patchbay.seed");
            final Range range = only != null ? new Range(only, only)
                : new Range(1, Integer.getInteger("patchbay.seeds", defaultCount));
            System.out.println("seeds " + range.first + " to " + range.last);
            return range;
        }

        private void run(final long seed, final LongConsumer test) {
            try {
                test.accept(seed);
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("with -Dpatchbay.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
