package io.patchbay.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the lock files of versions that wrote journals of schema 2: their processes do not see this version's locks.
 */
final class OldLocks {
    private static final String SUFFIX = ".lock";

    private OldLocks() {
    }

    /**
     * Throws if a process of an older version uses the data directory. Called by a process that is alone by this version's locks.
     *
     * @param root root of the data directory.
     * @throws DataDirectoryException if a process of an older version holds one of its locks.
     */
    static void refuseIfHeld(final Path root) {
        try {
            for (final Path dir : List.of(root, root.resolve("gateways"))) {
                for (final Path file : locks(dir)) {
                    if (isHeld(file)) {
                        throw new DataDirectoryException("A process of an older version of Patchbay uses the data directory "
                            + root + " (it holds " + file + "): stop it first.");
                    }
                }
            }
        } catch (final IOException e) {
            throw new DataDirectoryException("Cannot look at the lock files of older versions in " + root + " (" + e
                + "): let this user read and write them, or remove them where no older version runs.", e);
        }
    }

    private static List<Path> locks(final Path dir) throws IOException {
        final List<Path> locks = new ArrayList<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                files.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file)).forEach(locks::add);
            }
        }
        return locks;
    }

    private static boolean isHeld(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }
}
