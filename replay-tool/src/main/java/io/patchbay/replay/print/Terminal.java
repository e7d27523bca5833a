package io.patchbay.replay.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out whether standard output and standard error, each for itself, are terminals. {@link System#console()} cannot tell
 * them apart.
 */
public final class Terminal {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private Terminal() {
    }

    /** Returns whether standard output is a terminal. */
    public static boolean isStdout() {
        return is(STDOUT);
    }

    /** Returns whether standard error is a terminal. */
    public static boolean isStderr() {
        return is(STDERR);
    }

    private static boolean is(final int descriptor) {
        final Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            final String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || "/dev/console".equals(target);
        } catch (final IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
