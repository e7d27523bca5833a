package io.patchbay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells files apart that may have the same path, one after the other, or several paths: device and inode.
 */
final class FileIdentity {
    private FileIdentity() {
    }

    /**
     * Returns the identity of what a path names now.
     *
     * @param path symbolic links are followed.
     * @return compared by {@code equals}; null where there is nothing.
     * @throws IOException where that cannot be said.
     */
    static Object of(final Path path) throws IOException {
        try {
            final Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path.toRealPath() : key;
        } catch (final NoSuchFileException e) {
            return null;
        }
    }

    /** Returns whether a path still names what it named when its identity was taken; true where that cannot be said. */
    static boolean isStill(final Path path, final Object identity) {
        try {
            return identity.equals(of(path));
        } catch (final IOException e) {
            return true;
        }
    }
}
