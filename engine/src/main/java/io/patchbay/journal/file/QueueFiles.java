package io.patchbay.journal.file;

import io.patchbay.data.JournalException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the files of a queue. Any thread.
 */
public final class QueueFiles {
    /** Suffix of the files that hold records. */
    public static final String SUFFIX = ".cq4";
    /** Name of the table of those files and of locks. */
    public static final String TABLE = "metadata.cq4t";

    private QueueFiles() {
    }

    /** Returns whether there is a file for records yet. */
    public static boolean hasRecords(final Path dir) {
        return Files.isDirectory(dir) && list(dir).stream().anyMatch(file -> file.toString().endsWith(SUFFIX));
    }

    /** Returns the files that hold records, oldest first. */
    public static List<Path> records(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).collect(Collectors.toList());
    }

    /** Returns the newest file for records, or null. Names sort by time. */
    public static Path newest(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).reduce((before, after) -> after).orElse(null);
    }

    /** Returns whether a directory is that of a queue. */
    public static boolean isQueue(final Path dir) {
        return Files.isDirectory(dir) && !list(dir).isEmpty();
    }

    /** Returns the files that hold records, and the table. */
    static List<Path> list(final Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX) || file.endsWith(TABLE)).sorted()
                .collect(Collectors.toList());
        } catch (final IOException e) {
            throw JournalException.unavailable("The directory " + dir + " cannot be read (" + e + "): let this user read it.", e);
        }
    }
}
