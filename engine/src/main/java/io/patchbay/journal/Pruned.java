package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The note that retention leaves in the journal's directory before it removes anything: from then on the first record that is
 * there is not the first that was, and no fold may begin with it. It is the only reason for a journal to begin later, and goes
 * with a copy of the journal.
 *
 * @param journal identity of the journal; empty in a note of an older build.
 * @param first   index that all records which are kept have at least; 0 where nothing was ever removed.
 * @param records how many records were removed, as far as that was counted.
 */
record Pruned(String journal, long first, long records) {
    static final String FILE = "pruned.properties";
    static final Pruned NOTHING = new Pruned("", 0, 0);

    private static final String COMMENT = "Records before this index were removed by retention. Do not edit.";

    /** Index that all records which are kept have at least; 0 where nothing was ever removed. */
    static long read(final Path journalDir) {
        return of(journalDir).first;
    }

    /** Reads the note of a journal; throws where it was changed. */
    static Pruned of(final Path journalDir) {
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

    /** Returns when it is on the disk. */
    void write(final Path journalDir) throws IOException {
        final Map<String, String> values = new TreeMap<>();
        values.put("journal", journal);
        values.put("first", Indexes.format(first));
        values.put("records", Long.toString(records));
        SealedProperties.write(journalDir.resolve(FILE), COMMENT, values);
    }
}
