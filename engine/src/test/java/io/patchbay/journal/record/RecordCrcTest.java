package io.patchbay.journal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.EncodingInputs;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.Samples;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Tests the checksum of each record: changed or cut bytes are never taken for a record.
 */
@Timeout(60)
class RecordCrcTest {
    private static final long INDEX = 0x4f6800000007L;

    @TempDir
    private Path dir;

    @Test
    void shouldBeTheCrc32cOfTheBytesBeforeItAndTheIndex() {
        final UnsafeBuffer record = encoded(Samples.message(100), INDEX);
        final CRC32C crc = new CRC32C();
        final byte[] bytes = new byte[record.capacity() - Integer.BYTES];
        record.getBytes(0, bytes);
        crc.update(bytes);

        assertEquals((int)crc.getValue() ^ RecordCrc.mix(INDEX), record.getInt(bytes.length));
    }

    @Test
    void shouldRefuseEveryRecordWithOneBitChanged() {
        for (final Input in : Samples.all()) {
            final UnsafeBuffer record = encoded(in, INDEX);
            final RecordReader reader = new RecordReader();
            reader.read(INDEX, record.addressOffset(), record.capacity());
            assertTrue(reader.isChecked());
            for (int bit = 0; bit < Math.min(record.capacity(), 2_000) * Byte.SIZE; bit++) {
                flip(record, bit);
                assertThrows(JournalException.class, () -> reader.read(INDEX, record.addressOffset(), record.capacity()),
                    in.kind() + " bit " + bit);
                flip(record, bit);
            }
        }
    }

    @Test
    void shouldRefuseARecordThatIsCutOffAnywhere() {
        for (final Input in : Samples.all()) {
            final UnsafeBuffer record = encoded(in, INDEX);
            final RecordReader reader = new RecordReader();
            for (int i = 1; i < Math.min(record.capacity(), 2_000); i++) {
                final int length = record.capacity() - i;
                assertThrows(JournalException.class, () -> reader.read(INDEX, record.addressOffset(), length),
                    in.kind() + " " + length);
            }
        }
    }

    @Test
    void shouldRefuseARecordInThePlaceOfAnother() {
        final UnsafeBuffer record = encoded(new TickInput(), INDEX);
        final RecordReader reader = new RecordReader();
        final List<Long> others = new ArrayList<>(List.of(INDEX + (1L << 32), INDEX - (1L << 32)));
        for (int i = 1; i < 1_000; i++) {
            others.add(INDEX + i);
        }

        for (final long other : others) {
            final JournalException e = assertThrows(JournalException.class,
                () -> reader.read(other, record.addressOffset(), record.capacity()));
            assertEquals(JournalException.Problem.DAMAGED, e.problem());
            assertNotEquals(RecordCrc.mix(INDEX), RecordCrc.mix(other));
        }
    }

    @Test
    void shouldCheckWhatAWriterWrote() {
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter();
            JournalReader reader = journal.newReader()) {
            Samples.all().forEach(in -> in.applyTo(writer));

            int records = 0;
            while (reader.next(in -> { })) {
                records++;
            }

            assertEquals(Samples.all().size(), records);
            assertFalse(reader.next(in -> { }));
        }
    }

    /** Returns the record as it stands in the journal. */
    private static UnsafeBuffer encoded(final Input in, final long index) {
        try (RecordEncoder encoder = new RecordEncoder()) {
            final RecordWriter writer = new RecordWriter(encoder);
            in.applyTo(new EncodingInputs(writer));
            final int crc = encoder.end();
            RecordCrc.putValue(encoder.address(), encoder.length(), crc, index);
            final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(encoder.length()));
            record.putBytes(0, new UnsafeBuffer(encoder.address(), encoder.length()), 0, encoder.length());
            return record;
        }
    }

    private static void flip(final UnsafeBuffer record, final int bit) {
        final int at = bit / Byte.SIZE;
        record.putByte(at, (byte)(record.getByte(at) ^ 1 << bit % Byte.SIZE));
    }
}
