package io.patchbay.replay.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Is a person looking? Standard output and standard error are asked one by one, which {@link System#console()} cannot do.
 */
public final class Terminal {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private Terminal() {
    }

    public static boolean isStdout() {
        return is(STDOUT);
    }

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
