package io.patchbay.journal.file;

import io.patchbay.journal.record.Field;
import io.patchbay.journal.record.RecordCrc;
import io.patchbay.journal.record.RecordCursor;
import io.patchbay.journal.record.RecordEncoder;
import io.patchbay.journal.record.WireCodes;

import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.wire.Wires;

import java.nio.file.Path;

/**
 * The link that stands in each file of a journal before its first record: the journal's identity, and the file before. The writer
 * of the first record writes it, in a metadata document, which has no index and which Chronicle's own readers skip. Immutable.
 *
 * @param journal  identity of the journal, 32 hexadecimal digits.
 * @param first    index of the file's first record.
 * @param previous index of the first record of the file before; {@link #NONE} if this file is the journal's first.
 * @param last     index of the last record of the file before; 0 if that has none.
 * @param check    CRC32C of that record.
 * @param records  number of records in all files before.
 */
public record FileLink(String journal, long first, long previous, long last, int check, long records) {
    /** Value of {@code previous} if there is no file before. */
    public static final long NONE = -1;

    private static final int VERSION = 1;
    private static final int MAX_BYTES = 1_024;
    private static final int BEGIN = WireCodes.FIELD_NAME0 + "link".length() | 'l' << 8 | 'i' << 16 | 'n' << 24;

    /** Returns whether the metadata document whose header is at a position is a link. */
    static boolean isAt(final CycleFile file, final long position, final int lengthBytes) {
        return lengthBytes >= RecordCrc.LENGTH_BYTES && lengthBytes <= MAX_BYTES
            && file.has(position + Wires.SPB_HEADER_SIZE, lengthBytes) && file.intAt(position + Wires.SPB_HEADER_SIZE) == BEGIN;
    }

    /**
     * Reads a link.
     *
     * @throws IllegalArgumentException if it is damaged, or belongs to a file with another first record.
     * @throws IndexOutOfBoundsException likewise.
     */
    static FileLink read(final long address, final int lengthBytes, final long firstIndex) {
        if (!RecordCrc.isThere(address, lengthBytes) || !new RecordCrc().isRight(address, lengthBytes, firstIndex)) {
            throw new IllegalArgumentException("the link to the file before has another CRC32C");
        }
        final RecordCursor cursor = new RecordCursor();
        cursor.wrap(address, lengthBytes - RecordCrc.LENGTH_BYTES);
        String journal = "";
        long version = 0;
        long first = firstIndex;
        long previous = NONE;
        long last = 0;
        int check = 0;
        long records = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case LINK -> version = cursor.number();
                case JOURNAL -> journal = cursor.text();
                case FIRST -> first = cursor.number();
                case PREVIOUS -> previous = cursor.number();
                case LAST -> last = cursor.number();
                case CHECK -> check = (int)cursor.number();
                case RECORDS -> records = cursor.number();
                default -> cursor.skip();
            }
        }
        if (version < 1 || version > VERSION) {
            throw new IllegalArgumentException("a link of version " + version + ", where this Patchbay knows " + VERSION);
        }
        return new FileLink(journal, first, previous, last, check, records);
    }

    /** Returns the link of a file, or null. Throws if the file cannot be read up to there. */
    public static FileLink of(final Path file, final long firstIndex) {
        try (CycleWalk walk = new CycleWalk(file, firstIndex)) {
            return walk.head() == null ? null : walk.readLink();
        }
    }

    /** Encodes the link; the encoder owns the result. */
    public void encode(final RecordEncoder encoder) {
        encoder.reset();
        encoder.number(Field.LINK, VERSION);
        encoder.constant(Field.JOURNAL, journal);
        encoder.hex(Field.FIRST, first);
        if (hasPrevious()) {
            encoder.hex(Field.PREVIOUS, previous);
            encoder.hex(Field.LAST, last);
            encoder.hex(Field.CHECK, check & 0xffff_ffffL);
        }
        encoder.number(Field.RECORDS, records);
        final int crc = encoder.end();
        RecordCrc.putValue(encoder.address(), encoder.length(), crc, first);
    }

    /** Copies the encoded link to its final address. */
    public static void put(final RecordEncoder encoder, final long address) {
        UnsafeMemory.copyMemory(encoder.address(), address, encoder.length());
    }

    boolean hasPrevious() {
        return previous != NONE;
    }

    /** Returns the cycle of the file before. */
    int previousCycle(final RollCycle rollCycle) {
        return rollCycle.toCycle(previous);
    }
}
