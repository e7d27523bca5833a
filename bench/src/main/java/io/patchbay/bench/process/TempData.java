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
 * A temporary directory for the data and the log of one run of a bench or the demo.
 */
public final class TempData {
    private final Path root;

    private TempData(final Path root) {
        this.root = root;
    }

    /**
     * Makes a directory in the system's temporary directory, accessible to this user only.
     *
     * @param prefix beginning of its name, which ends with this process's id if that name is free.
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
     * Returns the data directory for a server.
     *
     * @return a path that does not exist yet.
     */
    public Path data() {
        return root.resolve("data");
    }

    /**
     * Returns a file beside the data.
     *
     * @param name of the file.
     * @return a path.
     */
    public Path file(final String name) {
        return root.resolve(name);
    }

    /**
     * Returns the directory itself.
     *
     * @return a path.
     */
    public Path root() {
        return root;
    }

    /**
     * Deletes the directory with its contents.
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
