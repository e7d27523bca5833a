package io.patchbay.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first inputs of a fuzz target: its own seeds, and the files of the resource folder {@code fuzz/NAME}, which hold what
 * fuzzing has found.
 */
final class Corpus {
    private Corpus() {
    }

    static List<byte[]> of(final FuzzTarget target) {
        final List<byte[]> all = new ArrayList<>(target.seeds());
        final URL folder = target.getClass().getResource("/fuzz/" + target.getClass().getSimpleName());
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
                for (final Path file : files.sorted().toList()) {
                    all.add(Files.readAllBytes(file));
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static URI uri(final URL folder) {
        try {
            return folder.toURI();
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the corpus to a folder from which Jazzer starts. */
    static void write(final FuzzTarget target, final Path folder) throws IOException {
        Files.createDirectories(folder);
        int i = 0;
        for (final byte[] input : of(target)) {
            Files.write(folder.resolve("seed-" + i++), input);
        }
    }
}
