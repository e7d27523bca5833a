package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.protocol.Indexes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The note that retention leaves in the journal's directory before it removes files. From then on the first record that is there
 * is not the journal's first, and no fold may begin with it. The note is the only valid reason for a journal to begin later, and
 * is part of a copy of the journal.
 *
 * @param journal identity of the journal; empty in a note of an older build.
 * @param first   lower bound of the indexes of the records that are left; 0 if nothing was ever removed.
 * @param records number of records removed, as far as it was counted.
 */
public record Pruned(String journal, long first, long records) {
    public static final String FILE = "pruned.properties";
    static final Pruned NOTHING = new Pruned("", 0, 0);

    private static final String COMMENT = "Records before this index were removed by retention. Do not edit.";

    /** Returns the lower bound of the indexes of the records that are left; 0 if nothing was ever removed. */
    public static long read(final Path journalDir) {
        return of(journalDir).first;
    }

    /** Reads the note of a journal; throws if it was changed. */
    public static Pruned of(final Path journalDir) {
        final Path file = journalDir.resolve(FILE);
        if (!Files.exists(file)) {
            return NOTHING;
        }
        try {
            final Map<String, String> values = SealedProperties.read(file);
            final String journal = values.getOrDefault("journal", "");
            if (!journal.isEmpty() && !SealedProperties.isSealed(file)) {
                throw new IllegalArgumentException("it has been changed by hand");
            }
            return new Pruned(journal, Indexes.parse(values.getOrDefault("first", "")),
                Long.parseLong(values.getOrDefault("records", "0")));
        } catch (final IOException | IllegalArgumentException e) {
            throw JournalException.notWhole(file, 0, "The file " + file + ", which says where this journal begins since old files"
                + " were removed, is not as it was written (" + e.getMessage() + "): restore it from a backup.", e);
        }
    }

    /** Writes the note; returns once it is on the disk. */
    public void write(final Path journalDir) throws IOException {
        final Map<String, String> values = new TreeMap<>();
        values.put("journal", journal);
        values.put("first", Indexes.format(first));
        values.put("records", Long.toString(records));
        SealedProperties.write(journalDir.resolve(FILE), COMMENT, values);
    }
}
