package io.patchbay.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A wall clock, by libfaketime, of processes that are started with its environment. Elapsed time is not changed. */
final class FakeTime {
    private static final Path LIBRARY = find();

    private final Path file;

    /** Creates a clock that has the real time at first. The processes read its offset from this file. */
    FakeTime(final Path file) throws IOException {
        this.file = file;
        leap("+0");
    }

    /** Returns whether this machine has libfaketime, and prints a line if it does not. */
    static boolean isThere() {
        if (LIBRARY == null) {
            System.err.println("SKIPPED: no libfaketime; install the package faketime to run the end-to-end tests of leaps");
        }
        return LIBRARY != null;
    }

    /** Sets the wall clock of all processes: to an offset such as {@code -1h}, or a time such as {@code @1970-01-01 00:01:00}. */
    void leap(final String to) throws IOException {
        final Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), to + '\n');
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Map<String, String> environment() {
        final Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", LIBRARY.toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
        environment.put("FAKETIME_NO_CACHE", "1");
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        return environment;
    }

    private static Path find() {
        for (final String root : new String[] {"/usr/lib", "/usr/lib64", "/usr/local/lib"}) {
            if (Files.isDirectory(Path.of(root))) {
                try (Stream<Path> files = Files.find(Path.of(root), 3, (path, is) -> path.endsWith("libfaketimeMT.so.1"))) {
                    final Path found = files.findFirst().orElse(null);
                    if (found != null) {
                        return found;
                    }
                } catch (final IOException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
