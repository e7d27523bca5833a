package io.patchbay.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Entry point of each module's {@code FuzzTest}. In the build it runs the targets over corpus and mutations, once in this process
 * and once in a process with the launcher's flags, where Agrona checks no bounds. With {@code -Dpatchbay.fuzz=SECONDS} Jazzer
 * runs each target for that time.
 */
public final class Fuzzing {
    private static final int PATIENCE_SECONDS = 240;
    private static final List<String> FLAGS = List.of("-Dchronicle.analytics.disable=true", "-Dagrona.disable.bounds.checks=true",
        "-Xmx512m", "-XX:+UseSerialGC");

    private Fuzzing() {
    }

    /**
     * Runs the targets and fails for the first finding.
     *
     * @param targets classes with a public constructor without arguments.
     * @throws Exception if a target could not be run.
     */
    @SafeVarargs
    public static void check(final Class<? extends FuzzTarget>... targets) throws Exception {
        final int seconds = Integer.getInteger("patchbay.fuzz", 0);
        final String only = System.getProperty("patchbay.fuzz.only", "");
        final List<String> names = new ArrayList<>();
        for (final Class<? extends FuzzTarget> target : targets) {
            if (only.isEmpty() || only.equals(target.getSimpleName())) {
                names.add(target.getName());
            }
        }
        if (seconds > 0) {
            for (final String name : names) {
                fuzz(name, seconds);
            }
            return;
        }
        for (final String name : names) {
            FuzzRun.run(newTarget(name));
        }
        final List<String> command = java();
        command.add(FuzzRun.class.getName());
        command.addAll(names);
        execute(command, Path.of("target", "fuzz", "without-bounds-checks.log"), PATIENCE_SECONDS);
    }

    private static FuzzTarget newTarget(final String name) throws ReflectiveOperationException {
        return (FuzzTarget)Class.forName(name).getDeclaredConstructor().newInstance();
    }

    private static void fuzz(final String name, final int seconds) throws Exception {
        final FuzzTarget target = newTarget(name);
        final Path folder = Path.of("target", "fuzz", target.getClass().getSimpleName()).toAbsolutePath();
        Files.createDirectories(folder.resolve("corpus"));
        Corpus.write(target, folder.resolve("seeds"));
        final List<String> command = java();
        command.addAll(List.of("-Dpatchbay.fuzz.target=" + name, "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + JazzerEntry.class.getName(), "--instrumentation_includes=" + target.instrumented(),
            "--custom_hook_excludes=**", "--reproducer_path=" + folder, "--keep_going=1",
            "-artifact_prefix=" + folder + "/", "-max_total_time=" + seconds, "-max_len=65536", "-timeout=10",
            "-rss_limit_mb=2560", "-use_value_profile=1", "-print_final_stats=1",
            folder.resolve("corpus").toString(), folder.resolve("seeds").toString()));
        final Path log = folder.resolve("jazzer.log");
        execute(command, log, seconds + PATIENCE_SECONDS);
        try (var lines = Files.lines(log)) {
            lines.filter(line -> line.startsWith("stat::") || line.contains("DONE")).forEach(line ->
                System.out.println(target.getClass().getSimpleName() + ": " + line));
        }
    }

    private static List<String> java() {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Open the same modules as this JVM.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--"))
            .forEach(command::add);
        command.addAll(FLAGS);
        for (final String name : List.of("patchbay.seed", "patchbay.mutations")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(Arrays.asList("-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        return command;
    }

    private static void execute(final List<String> command, final Path log, final int patienceSeconds)
        throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end within " + patienceSeconds + " s: see " + log.toAbsolutePath());
            }
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> "see " + log.toAbsolutePath());
    }
}
