package io.patchbay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * All processes of one data directory run as one user, who owns its marker. What another one made, root's too, the others could
 * not write, and the media driver's directory is each user's own: processes of two users would wait for each other.
 */
final class DirectoryOwner {
    private static final String USER_IDS = "Uid:";
    private static final int EFFECTIVE = 2;

    private DirectoryOwner() {
    }

    /**
     * Refuses a directory of another user.
     *
     * @param marker that need not be there.
     * @throws DataDirectoryException where it belongs to another user than this process runs as.
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
            // None is there yet, or files have no owners.
        }
    }

    /** Returns the user id that files made by this process get; negative where the machine does not say. */
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
