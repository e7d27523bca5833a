package io.patchbay.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A run of fuzz targets without Jazzer: every input of the corpus, the same truncated at positions near its ends, and then
 * mutations. It is also a main class, so that a test can run the targets with the launcher's JVM flags. {@code -Dpatchbay.seed}
 * repeats a run, {@code -Dpatchbay.mutations} makes it longer.
 */
public final class FuzzRun {
    /** Number of mutations for each position at which an input is truncated, counted from its beginning and from its end. */
    private static final int MUTATIONS_A_CUT = 25;
    private static final int HANG_MS = 10_000;

    private FuzzRun() {
    }

    /**
     * Runs the targets of the given classes.
     *
     * @param args names of classes that implement {@link FuzzTarget}.
     * @throws Exception for the first finding, or if a target cannot be created.
     */
    public static void main(final String[] args) throws Exception {
        for (final String name : args) {
            run((FuzzTarget)Class.forName(name).getDeclaredConstructor().newInstance());
        }
    }

    /**
     * Runs one target.
     *
     * @param target target to run.
     * @throws AssertionError for the first finding, with the seed and the input's file.
     */
    public static void run(final FuzzTarget target) {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        final int mutations = Integer.getInteger("patchbay.mutations", target.mutations());
        final int cuts = mutations / MUTATIONS_A_CUT;
        System.out.println(target.getClass().getSimpleName() + " -Dpatchbay.seed=" + seed + " -Dpatchbay.mutations=" + mutations);
        final List<byte[]> corpus = Corpus.of(target);
        for (final byte[] input : corpus) {
            take(target, input, seed);
            for (int cut = 0; cut < input.length; cut++) {
                if (cut < cuts || cut >= input.length - cuts) {
                    take(target, Arrays.copyOf(input, cut), seed);
                }
            }
        }
        final Mutator mutator = new Mutator(new Random(seed), corpus);
        for (int i = 0; i < mutations; i++) {
            take(target, mutator.next(), seed);
        }
    }

    private static void take(final FuzzTarget target, final byte[] input, final long seed) {
        final long beganNs = System.nanoTime();
        try {
            target.accept(input.clone());
        } catch (final Throwable e) {
            throw new AssertionError(target.getClass().getSimpleName() + ", seed " + seed + ", input in " + keep(target, input)
                + ": " + e, e);
        }
        if (System.nanoTime() - beganNs > HANG_MS * 1_000_000L) {
            throw new AssertionError(target.getClass().getSimpleName() + " took more than " + HANG_MS + " ms for "
                + keep(target, input));
        }
    }

    private static Path keep(final FuzzTarget target, final byte[] input) {
        final Path file = Path.of("target", "fuzz", target.getClass().getSimpleName(),
            "found-" + Integer.toHexString(Arrays.hashCode(input)));
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, input).toAbsolutePath();
        } catch (final IOException e) {
            return file;
        }
    }
}
