package io.patchbay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory for the data and the log of one run; made and deleted by the bench and the demo.
 */
public final class TempData {
    private final Path root;

    private TempData(final Path root) {
        this.root = root;
    }

    /**
     * Makes one, in the system's temporary directory, for this user alone.
     *
     * @param prefix of its name, which ends with this process's id where that is free.
     * @return an empty directory.
     */
    public static TempData create(final String prefix) {
        final Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            try {
                return new TempData(Files.createDirectory(parent.resolve(prefix + '-' + ProcessHandle.current().pid()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            } catch (final FileAlreadyExistsException | UnsupportedOperationException e) {
                return new TempData(Files.createTempDirectory(prefix + '-'));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The data directory of a server.
     *
     * @return a path that does not exist yet.
     */
    public Path data() {
        return root.resolve("data");
    }

    /**
     * A file beside the data.
     *
     * @param name of it.
     * @return a path.
     */
    public Path file(final String name) {
        return root.resolve(name);
    }

    /**
     * The directory itself.
     *
     * @return a path.
     */
    public Path root() {
        return root;
    }

    /**
     * Deletes it with all that is in it.
     */
    public void delete() {
        try (Stream<Path> all = Files.walk(root)) {
            final List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
            for (final Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
