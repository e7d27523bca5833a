package io.patchbay.journal;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts a Java process with the class path of the tests and the same opened modules.
 */
public final class JavaProcess {
    private JavaProcess() {
    }

    /** Runs a main class; its stdout and stderr go to two files side by side. */
    public static Process start(final Class<?> main, final Path out, final String... args) throws IOException {
        return start(List.of(), main, out, args);
    }

    /** Runs a main class through another program, which gets the command after its own arguments and ends with it. */
    public static Process start(final List<String> by, final Class<?> main, final Path out, final String... args)
        throws IOException {
        final List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--"))
            .forEach(command::add);
        command.add("-Xmx128m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(new File(out + ".err"))
            .start();
    }
}
