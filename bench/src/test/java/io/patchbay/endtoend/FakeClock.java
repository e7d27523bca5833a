package io.patchbay.endtoend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A wall clock for child processes that a test sets while they run, by libfaketime. Elapsed time stays as it is, as when an
 * administrator or a time daemon sets the clock of the machine.
 */
final class FakeClock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    private static final List<Path> PLACES = List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));

    private final Path library;
    private final Path offset;

    private FakeClock(final Path library, final Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /**
     * Returns a clock that shows the real time at first; null where libfaketime is not installed.
     *
     * @param offset a file that is made, and holds how far the clock is off.
     */
    static FakeClock find(final Path offset) throws IOException {
        for (final Path place : PLACES) {
            if (Files.exists(place.resolve(LIBRARY))) {
                return of(place.resolve(LIBRARY), offset);
            }
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, "*-linux-*")) {
                    for (final Path folder : folders) {
                        if (Files.exists(folder.resolve(LIBRARY))) {
                            return of(folder.resolve(LIBRARY), offset);
                        }
                    }
                }
            }
        }
        return null;
    }

    private static FakeClock of(final Path library, final Path offset) throws IOException {
        final FakeClock clock = new FakeClock(library, offset);
        clock.set(0);
        return clock;
    }

    /**
     * Returns the variables of a process that goes by this clock. Without the last of them the library takes the timed waits of a
     * JVM, which are by elapsed time, for waits by the wall clock: they return at once, and its threads spin.
     */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", offset.toString(), "FAKETIME_NO_CACHE", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1", "NO_FAKE_STAT", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Sets the clock so many seconds ahead of the real time, at once. */
    void set(final long seconds) throws IOException {
        final Path next = offset.resolveSibling(offset.getFileName() + ".next");
        Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what the library has left behind of a process that has ended. */
    static void forget(final long pid) throws IOException {
        Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + pid));
        Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + pid));
    }
}
