package io.patchbay.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.patchbay.engine.testkit.Seeds;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Runs simulations with one kind of gateways, to check all promises or to find one deliberate fault. */
final class SeedRuns {
    private static final int SEEDS_PER_FAULT = 2_000;

    private SeedRuns() {
    }

    /** Checks that each seed keeps every promise, and prints counts. */
    static void keepEveryPromise(final Supplier<? extends Gateways> gateways, final int seeds) {
        final Consumer<String> trace = Long.getLong("patchbay.seed") == null ? null : System.out::println;
        final List<Runner> runners = new CopyOnWriteArrayList<>();
        final long startNs = System.nanoTime();

        QuietLog.during(() -> Seeds.forEachInParallel(seeds, () -> {
            final Runner runner = new Runner(new Simulation(gateways.get(), new MachineParts(), trace));
            runners.add(runner);
            return runner;
        }));

        final double seconds = (System.nanoTime() - startNs) / 1e9;
        final double cpuSeconds = runners.stream().mapToLong(runner -> runner.cpuNs).sum() / 1e9;
        final long[] all = new long[7];
        for (final Runner runner : runners) {
            for (int i = 0; i < all.length; i++) {
                all[i] += runner.counts[i];
            }
        }
        System.out.printf("%d records, %d applied, %d frames checked, %d faults, %d deaths, %d snapshots, %d last folds from one;"
            + " %.1f s on %d threads, a second %.0f records, %.0f applied; a second of CPU %.0f records, %.0f applied%n", all[0],
            all[1], all[2], all[3], all[4], all[5], all[6], seconds, runners.size(), all[0] / seconds, all[1] / seconds,
            all[0] / cpuSeconds, all[1] / cpuSeconds);
    }

    /** Checks that some seed finds the fault. */
    static void find(final Gateways gateways, final Enum<?> fault, final MachineParts parts) {
        final Simulation simulation = new Simulation(gateways, parts, null);
        final String[] found = new String[1];
        QuietLog.during(() -> found[0] = firstFinding(simulation));
        assertNotNull(found[0], () -> fault + " is not found in " + SEEDS_PER_FAULT + " seeds");
        System.out.println(fault + " found by " + found[0]);
    }

    private static String firstFinding(final Simulation simulation) {
        for (long seed = 1; seed <= SEEDS_PER_FAULT; seed++) {
            try {
                simulation.run(seed);
            } catch (final Violation found) {
                return "seed " + seed + ": " + found.getMessage();
            }
        }
        return null;
    }

    /** The simulation of one thread. */
    private static final class Runner implements LongConsumer {
        private final Simulation simulation;
        private long[] counts = new long[7];
        private long cpuNs;

        private Runner(final Simulation simulation) {
            this.simulation = simulation;
        }

        @Override
        public void accept(final long seed) {
            counts = simulation.run(seed);
            // CPU time of this thread only, since others use the machine, too.
            cpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
