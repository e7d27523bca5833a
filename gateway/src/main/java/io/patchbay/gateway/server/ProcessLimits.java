package io.patchbay.gateway.server;

import io.patchbay.host.CannotRunException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks limits of the process that are too small for a journal, before the data directory is touched. Each violation gives one
 * line and exit code 3; without the check it would end a running server.
 */
public final class ProcessLimits {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String FILE_SIZE = "Max file size";
    private static final String UNLIMITED = "unlimited";
    /** The heap of {@code -Xmx16m}, less what the collector keeps of it. */
    private static final long LEAST_HEAP_BYTES = 13L << 20;

    private ProcessLimits() {
    }

    /**
     * Checks open files, file size and heap.
     *
     * @throws CannotRunException where one of them is too small.
     */
    public static void check() {
        FileLimit.check();
        checkHeap(Runtime.getRuntime().maxMemory());
        try {
            if (Files.isReadable(LIMITS)) {
                checkFileSize(Files.readAllLines(LIMITS));
            }
        } catch (final IOException e) {
            // Not a Linux /proc: the limits are unknown, so nothing is refused.
            return;
        }
    }

    static void checkHeap(final long maxBytes) {
        if (maxBytes < LEAST_HEAP_BYTES) {
            throw new CannotRunException("the JVM's heap is " + (maxBytes >> 20) + " MiB, and at least 16 MiB are needed: give it"
                + " more by PATCHBAY_JAVA_OPTS=-Xmx16m or above");
        }
    }

    static void checkFileSize(final List<String> limits) {
        for (final String line : limits) {
            if (line.startsWith(FILE_SIZE)) {
                final String soft = line.substring(FILE_SIZE.length()).strip().split("\\s+")[0];
                if (!soft.equals(UNLIMITED)) {
                    throw new CannotRunException("files of this process may have " + soft + " bytes at most (ulimit -f), and the"
                        + " journal's grow beyond any such bound: lift it (ulimit -f unlimited)");
                }
            }
        }
    }
}
