package io.patchbay.journal.file;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.protocol.Indexes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The state of the journal as the data directory's marker file, outside of the journal's own files, has it: its identity and how
 * far it is known to go. Only what has been forced to the disk is written here, so a loss of power never leaves a journal behind
 * its mark. Immutable.
 *
 * @param journal   identity, 32 random hexadecimal digits; empty until a version that makes one has written.
 * @param newest    name of the newest file that is known to exist; empty before the first.
 * @param last      index of a record that is known to exist; 0 for none.
 * @param lastCheck CRC32C of that record; 0 if an older build wrote it without one.
 * @param pruned    index before which retention has removed all records; 0 for none.
 */
public record JournalMark(String journal, String newest, long last, int lastCheck, long pruned) {
    /** The mark of a data directory whose journal has not been written to. */
    public static final JournalMark NONE = new JournalMark("", "", 0, 0, 0);

    private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{32}");
    private static final int IDENTITY_BYTES = 16;
    private static final String COMMENT = "Marks a Patchbay data directory. Do not edit.";

    /** Returns a new identity that no other journal has. */
    public static String newIdentity() {
        final byte[] bytes = new byte[IDENTITY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the marker file of the data directory that holds a journal; null for a copy of a journal alone. */
    public static Path markerOf(final Path journalDir) {
        final Path marker = journalDir.resolveSibling(DataDirectory.MARKER);
        return journalDir.endsWith(DataDirectory.JOURNAL) && Files.isRegularFile(marker) ? marker : null;
    }

    /** Returns the mark in the marker file beside a journal; null if there is none. Throws if the file was changed. */
    public static JournalMark beside(final Path journalDir) {
        final Path marker = markerOf(journalDir);
        return marker == null ? null : read(marker);
    }

    /** Reads the mark in a marker file. Throws if the file was changed. */
    public static JournalMark read(final Path marker) {
        try {
            final Map<String, String> values = SealedProperties.read(marker);
            final String journal = values.getOrDefault("journal", "");
            if (journal.isEmpty()) {
                return NONE;
            }
            if (!IDENTITY.matcher(journal).matches() || !SealedProperties.isSealed(marker)) {
                throw new IllegalArgumentException("it has been changed by hand");
            }
            return new JournalMark(journal, values.getOrDefault("newest", ""), index(values, "last"),
                (int)index(values, "last-check"), index(values, "pruned"));
        } catch (final IOException | IllegalArgumentException e) {
            throw JournalException.notWhole(marker, 0, "The file " + marker + ", which says which journal is this directory's and"
                + " how far it goes, is not as it was written (" + e.getMessage() + "): restore it from a backup.", e);
        }
    }

    private static long index(final Map<String, String> values, final String name) {
        final String text = values.get(name);
        return text == null ? 0 : Indexes.parse(text);
    }

    /** Replaces the marker file; returns once it is on the disk. */
    public void write(final Path marker) throws IOException {
        final Map<String, String> values = new TreeMap<>();
        values.put("layout", Integer.toString(DataDirectory.LAYOUT));
        values.put("journal", journal);
        if (!newest.isEmpty()) {
            values.put("newest", newest);
        }
        if (last != 0) {
            values.put("last", Indexes.format(last));
            values.put("last-check", Indexes.format(lastCheck & 0xffff_ffffL));
        }
        if (pruned != 0) {
            values.put("pruned", Indexes.format(pruned));
        }
        SealedProperties.write(marker, COMMENT, values);
    }

    /** Returns a mark with the later value of each part; both marks are of the same journal. */
    public JournalMark orLater(final JournalMark other) {
        final boolean isLater = other.last > last;
        return new JournalMark(journal, other.newest.compareTo(newest) > 0 ? other.newest : newest, isLater ? other.last : last,
            isLater ? other.lastCheck : lastCheck, Math.max(pruned, other.pruned));
    }
}
