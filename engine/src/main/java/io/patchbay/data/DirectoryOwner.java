package io.patchbay.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Checks that all processes of one data directory run as the one user who owns its marker. Other users could not write files that
 * this user made, and root is no exception. The media driver's directory is private to each user, so processes of two users would
 * wait for each other.
 */
final class DirectoryOwner {
    private static final String USER_IDS = "Uid:";
    private static final int EFFECTIVE = 2;

    private DirectoryOwner() {
    }

    /**
     * Throws if the directory belongs to another user.
     *
     * @param marker marker file, which need not exist.
     * @throws DataDirectoryException if it belongs to a user other than that of this process.
     */
    static void check(final Path marker) throws IOException {
        final long own = effectiveUserId();
        try {
            if (own >= 0 && ((Number)Files.getAttribute(marker, "unix:uid")).longValue() != own) {
                throw new DataDirectoryException("The data directory " + marker.getParent() + " belongs to the user "
                    + Files.getOwner(marker) + ", this process runs as " + System.getProperty("user.name") + ": run every server,"
                    + " gateway and engine of it as that one user (sudo -u), or give the whole directory to another (chown -R).");
            }
        } catch (final NoSuchFileException | UnsupportedOperationException e) {
            // There is no marker yet, or files have no owners here.
        }
    }

    /** Returns the user id of files that this process creates; negative if the machine does not say. */
    static long effectiveUserId() {
        final Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status) || Files.isDirectory(status, LinkOption.NOFOLLOW_LINKS)) {
            return -1;
        }
        try {
            for (final String line : Files.readAllLines(status)) {
                if (line.startsWith(USER_IDS)) {
                    return Long.parseLong(line.trim().split("\\s+")[EFFECTIVE]);
                }
            }
            return -1;
        } catch (final IOException | NumberFormatException e) {
            return -1;
        }
    }
}
