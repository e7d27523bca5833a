package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.journal.record.RecordBatch;

import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
class ReadAheadTest {
    private static final long START_NS = 20_000 * TimeUnit.DAYS.toNanos(1);

    @TempDir
    Path dir;

    private final AtomicLong now = new AtomicLong(START_NS);

    @Test
    void shouldHandOverWhatAReaderReadsAcrossBlocksAndFiles() {
        write("secondly-for-tests", 4_000, TimeUnit.MILLISECONDS.toNanos(1));

        assertEquals(readOneByOne(), readAhead());
    }

    @Test
    void shouldHandOverRecordsOfAllKinds() {
        try (Journal live = new Journal(context("daily").blockSizeBytes(JournalContext.BLOCK_SIZE_BYTES));
            JournalWriter writer = live.newWriter()) {
            for (int i = 0; i < 10; i++) {
                Samples.all().forEach(in -> in.applyTo(writer));
            }
        }

        assertEquals(readOneByOne(), readAhead());
    }

    @Test
    void shouldSayAtEachCallThatItIsAtTheEnd() {
        write("daily", 1, 0);
        try (Journal journal = Journal.openReadOnly(dir); ReadAhead ahead = journal.newReadAhead()) {
            assertEquals(1, ahead.next().size());
            assertNull(ahead.next());
            assertNull(ahead.next());
        }
    }

    @Test
    void shouldHandOverWhatIsBeforeADamagedRecordThenRefuseIt() {
        write("daily", 100, 0);
        damage();
        try (Journal journal = Journal.openReadOnly(dir); ReadAhead ahead = journal.newReadAhead()) {
            final List<Long> read = new ArrayList<>();
            final JournalException first = assertThrows(JournalException.class, () -> {
                for (RecordBatch batch = ahead.next(); batch != null; batch = ahead.next()) {
                    for (int i = 0; i < batch.size(); i++) {
                        read.add(batch.input(i).index);
                    }
                }
            });
            final JournalException again = assertThrows(JournalException.class, ahead::next);

            assertEquals(JournalException.Problem.DAMAGED, first.problem());
            assertEquals(100, read.size());
            assertEquals(read.get(99) + 1, first.index());
            assertEquals(first.getMessage(), again.getMessage());
        }
    }

    @Test
    void shouldShowTheBatchThatComesNext() {
        write("daily", 4_000, 0);
        try (Journal journal = Journal.openReadOnly(dir); ReadAhead ahead = journal.newReadAhead()) {
            RecordBatch shown = null;
            int count = 0;
            for (RecordBatch batch = ahead.next(); batch != null; batch = ahead.next()) {
                if (shown != null) {
                    assertSame(shown, batch);
                    count++;
                }
                shown = ahead.peek();
                assertTrue(shown == null || shown.index(0) == batch.index(batch.size() - 1) + 1);
                while (shown == null && count == 0) {
                    Thread.onSpinWait();
                    shown = ahead.peek();
                }
            }
            assertNull(shown);
            assertNull(ahead.peek());
            assertTrue(count > 0);
        }
    }

    @Test
    void shouldStopInTheMiddle() {
        write("daily", 4_000, 0);
        try (Journal journal = Journal.openReadOnly(dir); ReadAhead ahead = journal.newReadAhead()) {
            assertTrue(ahead.next().size() > 0);
        }
    }

    private List<Map<String, String>> readOneByOne() {
        final List<Map<String, String>> read = new ArrayList<>();
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> read.add(Samples.fields(in)))) {
                read.get(read.size() - 1).put("length", String.valueOf(reader.lengthBytes()));
            }
        }
        return read;
    }

    private List<Map<String, String>> readAhead() {
        final List<Map<String, String>> read = new ArrayList<>();
        try (Journal journal = Journal.openReadOnly(dir); ReadAhead ahead = journal.newReadAhead()) {
            for (RecordBatch batch = ahead.next(); batch != null; batch = ahead.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(Samples.fields(batch.input(i)));
                    read.get(read.size() - 1).put("length", String.valueOf(batch.lengthBytes(i)));
                }
            }
        }
        return read;
    }

    private void write(final String rollCycle, final int records, final long stepNs) {
        try (Journal live = new Journal(context(rollCycle)); JournalWriter writer = live.newWriter()) {
            final MessageInput in = Samples.message(1_000);
            for (int i = 0; i < records; i++) {
                in.idLo = i;
                writer.message(in);
                now.addAndGet(stepNs);
            }
        }
    }

    /** Appends a record whose id claims to be longer than the record. */
    private void damage() {
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(dir).rollCycle(RollCycles.FAST_DAILY)
            .timeProvider(() -> TimeUnit.NANOSECONDS.toMillis(now.get())).build();
            ExcerptAppender appender = queue.createAppender(); DocumentContext document = appender.writingDocument()) {
            document.wire().write("kind").text("message");
            document.wire().write("time").int64(START_NS);
            document.wire().write("schema").int32(1);
            document.wire().write("rules").int8(1);
            document.wire().write("id");
            document.wire().bytes().writeUnsignedByte(0xB8).writeStopBit(1_000_000);
        }
    }

    private JournalContext context(final String rollCycle) {
        return new JournalContext().queueDir(dir).rollCycle(rollCycle)
            .blockSizeBytes(JournalContext.MIN_BLOCK_SIZE_BYTES).clock(now::get);
    }
}
