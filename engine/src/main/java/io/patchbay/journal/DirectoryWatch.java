package io.patchbay.journal;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.FileIdentity;
import io.patchbay.journal.file.QueueFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks that the paths of a running process's data directory still name the same files. If the directory was moved, removed or
 * replaced, the next files would end up in the wrong place, or in another process's directory. One thread.
 */
public final class DirectoryWatch {
    private final Map<Path, Object> identities = new LinkedHashMap<>();

    /**
     * Creates a watch that compares with the files of now.
     *
     * @param data data directory whose journal is open for writing.
     * @throws DataDirectoryException if it is gone already.
     */
    public DirectoryWatch(final DataDirectory data) {
        add(data.root());
        add(data.journalDir());
        add(data.journalDir().resolve(QueueFiles.TABLE));
    }

    private void add(final Path path) {
        try {
            final Object identity = FileIdentity.of(path);
            if (identity == null) {
                throw gone(path);
            }
            identities.put(path, identity);
        } catch (final IOException e) {
            throw new DataDirectoryException("Cannot look at " + path + " (" + e + "): let this user read it.", e);
        }
    }

    /**
     * Compares the files; a few system calls. Called a few times a second.
     *
     * @throws DataDirectoryException if a path names another file or none: the process must end.
     */
    public void check() {
        for (final Map.Entry<Path, Object> entry : identities.entrySet()) {
            if (!FileIdentity.isStill(entry.getKey(), entry.getValue())) {
                throw gone(entry.getKey());
            }
        }
    }

    private static DataDirectoryException gone(final Path path) {
        return new DataDirectoryException(path + " was moved, removed or replaced while this process used it: put the data"
            + " directory back, then start again.");
    }
}
