package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Faults from outside of the program, one after the other on a server under load: clocks that are set, stopped processes, files
 * that go missing, other namespaces, a media driver's directory that is removed or too small, clients that never read. After
 * each all are served and nothing is lost; at the end of each round of all kinds the journal is audited.
 *
 * <p>{@code ./patchbay soak world} injects more: {@code -Dpatchbay.faults=N} faults, by {@code -Dpatchbay.seed=S}. Each round
 * prints a seed that repeats the run from there.
 */
@Timeout(840)
class WorldIT {
    private static final int FAULTS = Integer.getInteger("patchbay.faults", WorldKind.values().length);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());

    @TempDir
    private Path dir;

    private final Map<WorldKind, Map<String, Integer>> counts = new EnumMap<>(WorldKind.class);
    private final List<String> skipped = new ArrayList<>();
    private int faults;
    private long messages;

    @AfterEach
    void report() {
        final StringBuilder report = new StringBuilder("faults " + faults + ", messages " + messages + ", seed " + SEED);
        counts.forEach((kind, variants) -> report.append("\n  ").append(kind.label()).append(": ")
            .append(variants.values().stream().mapToInt(Integer::intValue).sum()).append(' ').append(variants));
        skipped.forEach(reason -> report.append("\n  SKIPPED ").append(reason));
        System.out.println(report);
    }

    @Test
    void shouldKeepItsPromisesWhateverTheWorldDoes() throws Exception {
        final FakeClock clock = FakeClock.find(dir.resolve("clock"));
        final List<WorldKind> kinds = new ArrayList<>();
        for (final WorldKind kind : WorldKind.values()) {
            final String missing = kind.missing(clock);
            if (missing == null) {
                kinds.add(kind);
            } else {
                skipped.add(kind.label() + ": " + missing);
                System.err.println("SKIPPED: " + missing + ", so " + kind.label() + " is NOT tested here");
            }
        }
        for (int round = 0; faults < FAULTS; round++) {
            final Random random = new Random(SEED + round);
            final List<WorldKind> order = new ArrayList<>(kinds);
            Collections.shuffle(order, random);
            System.out.print("seed " + (SEED + round) + ": ");
            run(dir.resolve("round-" + round), random, clock, order.subList(0, Math.min(order.size(), FAULTS - faults)));
        }
        assertTrue(faults > 0);
    }

    private void run(final Path roundDir, final Random random, final FakeClock clock, final List<WorldKind> kinds)
        throws Exception {
        final boolean isSplit = random.nextBoolean();
        final boolean isRolling = random.nextBoolean();
        final List<Long> seeds = random.longs(kinds.size()).boxed().toList();
        System.out.println((isSplit ? "gateway and engine" : "server") + (isRolling ? ", a file each second" : ", one file"));
        try (WorldSetup setup =
            new WorldSetup(roundDir, isSplit, isRolling, clock, kinds.contains(WorldKind.SMALL_MEMORY))) {
            WorldKind current = null;
            try {
                setup.awaitAllServed();
                for (int i = 0; i < kinds.size(); i++) {
                    current = kinds.get(i);
                    final long startNs = System.nanoTime();
                    final String variant = current.fault().inject(setup, new Random(seeds.get(i)));
                    System.out.println(faults + ": " + current.label() + ": " + variant + ", "
                        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms");
                    counts.computeIfAbsent(current, key -> new TreeMap<>()).merge(variant, 1, Integer::sum);
                    faults++;
                }
                final int audited = setup.finishAndAudit();
                messages += audited;
                System.out.println(faults + " faults, " + audited + " messages audited");
            } catch (final Exception | AssertionError e) {
                throw new AssertionError("run of seed " + SEED + ", after " + faults + " faults, at "
                    + (current == null ? "the start" : current.label()) + ": " + e.getMessage() + " " + setup.lanes().trouble()
                    + setup.lastWords(), e);
            }
        }
    }
}
