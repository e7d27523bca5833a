package io.patchbay.engine.testkit;

import java.util.function.LongConsumer;

/**
 * The seeds of random tests: {@code -Dpatchbay.seeds=N} how many, {@code -Dpatchbay.seed=N} this one only.
 */
public final class Seeds {
    private Seeds() {
    }

    /**
     * Runs a test for each seed; a failure names the seed that it happened with.
     *
     * @param defaultCount how many where nothing else is said: from 1 on.
     * @param test         given the seed.
     */
    public static void forEach(final int defaultCount, final LongConsumer test) {
        final Long only = Long.getLong("patchbay.seed");
        final long first = only == null ? 1 : only;
        final long last = only == null ? Integer.getInteger("patchbay.seeds", defaultCount) : only;
        System.out.println("seeds " + first + " to " + last);
        for (long seed = first; seed <= last; seed++) {
            try {
                test.accept(seed);
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("with -Dpatchbay.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
