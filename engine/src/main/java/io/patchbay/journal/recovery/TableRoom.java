package io.patchbay.journal.recovery;

import io.patchbay.data.JournalException;
import io.patchbay.journal.disk.Fallocate;
import io.patchbay.journal.file.QueueFiles;

import java.io.File;
import java.nio.file.Path;

/**
 * Allocates the blocks of the queue's table of files and locks. The table is mapped, so its blocks must exist before it is
 * written to.
 */
public final class TableRoom {
    /** Bytes of the table; more than the queue makes it. */
    private static final long BYTES = 256 << 10;

    private TableRoom() {
    }

    /**
     * Allocates the blocks. Called before the queue opens, and once it has created the table. Throws if the disk has no space
     * even for that.
     */
    public static void prepare(final Path queueDir) {
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
