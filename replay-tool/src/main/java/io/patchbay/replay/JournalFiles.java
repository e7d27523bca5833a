package io.patchbay.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The number and the total length of a journal's files. The files are sparse, so they take less room on the disk.
 */
public final class JournalFiles {
    private final long bytes;
    private final int cycles;

    private JournalFiles(final long bytes, final int cycles) {
        this.bytes = bytes;
        this.cycles = cycles;
    }

    /** Returns the figures of a journal's directory; both are 0 if the directory does not exist. */
    public static JournalFiles of(final Path dir) {
        if (!Files.isDirectory(dir)) {
            return new JournalFiles(0, 0);
        }
        try (Stream<Path> list = Files.list(dir)) {
            final List<Path> files = list.filter(file -> file.toString().endsWith(".cq4")).collect(Collectors.toList());
            long bytes = 0;
            for (final Path file : files) {
                bytes += Files.size(file);
            }
            return new JournalFiles(bytes, files.size());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long bytes() {
        return bytes;
    }

    public int cycles() {
        return cycles;
    }
}
