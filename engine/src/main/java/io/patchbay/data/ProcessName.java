package io.patchbay.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The name by which an operator knows a process. It decides nothing, since another process may have the same.
 */
public final class ProcessName {
    private static final String OWN = "process " + ProcessHandle.current().pid() + namespace();

    private ProcessName() {
    }

    /** Returns the process id, with its PID namespace. */
    public static String own() {
        return OWN;
    }

    private static String namespace() {
        try {
            return " of " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (final IOException | RuntimeException e) {
            return "";
        }
    }
}
