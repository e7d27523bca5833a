package io.patchbay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files a queue has. Any thread.
 */
final class QueueFiles {
    /** Of the files that hold records. */
    static final String SUFFIX = ".cq4";
    /** The table of those files, and of locks. */
    static final String TABLE = "metadata.cq4t";

    private QueueFiles() {
    }

    /** Is there a file for records yet? */
    static boolean hasRecords(final Path dir) {
        return Files.isDirectory(dir) && list(dir).stream().anyMatch(file -> file.toString().endsWith(SUFFIX));
    }

    /** The files that hold records, oldest first. */
    static List<Path> records(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).collect(Collectors.toList());
    }

    /** The newest file for records; null where there is none. Names sort by time. */
    static Path newest(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).reduce((before, after) -> after).orElse(null);
    }

    /** Is this a queue's directory? */
    static boolean isQueue(final Path dir) {
        return Files.isDirectory(dir) && !list(dir).isEmpty();
    }

    /** Files of records, and the table. */
    static List<Path> list(final Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX) || file.endsWith(TABLE)).sorted()
                .collect(Collectors.toList());
        } catch (final IOException e) {
            throw JournalException.unavailable("The directory " + dir + " cannot be read (" + e + "): let this user read it.", e);
        }
    }
}
