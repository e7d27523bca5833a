package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * The note that retention leaves in the journal's directory before it removes anything: from then on the first record that is
 * there is not the first that was, and no fold may begin with it. Goes with a copy of the journal.
 */
final class Pruned {
    static final String FILE = "pruned.properties";
    private static final String FIRST = "first";

    private Pruned() {
    }

    /** Index that all records which are kept have at least; 0 where nothing was ever removed. */
    static long read(final Path journalDir) {
        final Path file = journalDir.resolve(FILE);
        if (!Files.exists(file)) {
            return 0;
        }
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return Indexes.parse(properties.getProperty(FIRST, ""));
        } catch (final IOException | IllegalArgumentException e) {
            throw JournalException.unavailable("The file " + file + ", which says where this journal begins since old files were"
                + " removed, cannot be read (" + e + "): restore it from a copy.", e);
        }
    }

    /** Returns when it is on the disk. */
    static void write(final Path journalDir, final long first) throws IOException {
        final Properties properties = new Properties();
        properties.setProperty(FIRST, Indexes.format(first));
        final Path temporary = journalDir.resolve(FILE + ".part");
        try (Writer writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
            properties.store(writer, "Records before this index were removed by retention. Do not edit.");
        }
        Files.move(temporary, journalDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DirectorySync.force(journalDir);
    }
}
