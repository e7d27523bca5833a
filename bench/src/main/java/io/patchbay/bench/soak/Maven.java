package io.patchbay.bench.soak;

import io.patchbay.cli.ExitCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs a test by Maven in a child process, which has this process's standard streams and ends with it.
 */
final class Maven implements Function<MavenTest, Integer> {
    /** Environment variable with the folder of the sources and of the launcher, which starts Maven. The launcher sets it. */
    private static final String HOME = "PATCHBAY_HOME";

    private volatile Process child;

    @Override
    public Integer apply(final MavenTest test) {
        final String home = System.getenv(HOME);
        if (home == null) {
            System.err.println("patchbay: soak needs the sources: start it by ./patchbay soak");
            return ExitCode.COULD_NOT_RUN;
        }
        final List<String> command = new ArrayList<>(List.of(Path.of(home, "patchbay").toString(), "mvn"));
        command.addAll(test.mavenArguments());
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        try {
            child = new ProcessBuilder(command).inheritIO().start();
            return child.waitFor();
        } catch (final IOException e) {
            System.err.println("patchbay: Maven could not be started: " + e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.COULD_NOT_RUN;
    }

    private void end() {
        final Process running = child;
        if (running != null) {
            running.destroy();
        }
    }
}
