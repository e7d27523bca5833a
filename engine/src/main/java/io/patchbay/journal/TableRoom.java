package io.patchbay.journal;

import java.io.File;
import java.nio.file.Path;

/**
 * Room for the queue's table of files and locks: mapped as well, so its blocks are made to be there before anybody writes to it.
 */
final class TableRoom {
    /** More than the queue makes of it. */
    private static final long BYTES = 256 << 10;

    private TableRoom() {
    }

    /** Before the queue opens, and once it has made the table. Throws where the disk has no room even for that. */
    static void prepare(final Path queueDir) {
        final File table = queueDir.resolve(QueueFiles.TABLE).toFile();
        final boolean isThere = table.exists();
        boolean isFull = !isThere && queueDir.toFile().isDirectory() && queueDir.toFile().getUsableSpace() < BYTES;
        if (isThere) {
            try (Fallocate blocks = new Fallocate(table)) {
                isFull = blocks.allocate(0, Math.max(1, table.length())) == Fallocate.Outcome.NO_SPACE;
            }
        }
        if (isFull) {
            throw new JournalException(JournalException.Problem.DISK_FULL, 0, "The disk of " + queueDir
                + " is full: free some space, then start again.", null);
        }
    }
}
