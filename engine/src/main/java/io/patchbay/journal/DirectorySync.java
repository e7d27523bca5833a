package io.patchbay.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the names in a directory durable: after a file was made, renamed or removed there.
 */
public final class DirectorySync {
    private DirectorySync() {
    }

    /**
     * Forces a directory to the disk.
     *
     * @param dir that exists.
     * @throws IOException where the disk fails.
     */
    public static void force(final Path dir) throws IOException {
        try (FileChannel directory = FileChannel.open(dir, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
