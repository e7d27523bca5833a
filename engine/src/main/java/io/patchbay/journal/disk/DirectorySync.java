package io.patchbay.journal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the names in a directory durable, after a file in it was created, renamed or removed.
 */
public final class DirectorySync {
    private DirectorySync() {
    }

    /**
     * Forces a directory to the disk.
     *
     * @param dir an existing directory.
     * @throws IOException if the disk fails.
     */
    public static void force(final Path dir) throws IOException {
        try (FileChannel directory = FileChannel.open(dir, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
