package io.patchbay.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The identity of a file, by device and inode. It tells apart files that have the same path one after the other, and recognizes
 * one file with several paths.
 */
public final class FileIdentity {
    private FileIdentity() {
    }

    /**
     * Returns the identity of the file that a path names now.
     *
     * @param path path whose symbolic links are followed.
     * @return an identity, compared by {@code equals}; null if there is no file.
     * @throws IOException if it cannot be read.
     */
    public static Object of(final Path path) throws IOException {
        try {
            final Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path.toRealPath() : key;
        } catch (final NoSuchFileException e) {
            return null;
        }
    }

    /** Returns whether a path still names the file whose identity was taken; true also if that cannot be decided. */
    public static boolean isStill(final Path path, final Object identity) {
        try {
            return identity.equals(of(path));
        } catch (final IOException e) {
            return true;
        }
    }
}
