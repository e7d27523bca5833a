package io.patchbay.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The machine on which a result was measured.
 */
public final class Machine {
    private static final String DESCRIPTION = make();

    private Machine() {
    }

    /**
     * Returns the processors, the kernel and the JVM.
     *
     * @return one line.
     */
    public static String describe() {
        return DESCRIPTION;
    }

    /**
     * Returns the time, for a result.
     *
     * @return RFC 3339, UTC, to the second.
     */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String make() {
        return Runtime.getRuntime().availableProcessors() + " x " + processor() + ", " + System.getProperty("os.name") + ' '
            + System.getProperty("os.version") + ", JDK " + System.getProperty("java.version");
    }

    private static String processor() {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (final IOException e) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }
}
