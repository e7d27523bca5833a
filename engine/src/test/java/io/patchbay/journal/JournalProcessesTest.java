package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.record.RecordHandler;
import io.patchbay.journal.recovery.HalfMadeFile;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

@Timeout(120)
class JournalProcessesTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path dir;

    @Test
    void shouldOrderRecordsOfTwoProcessesAcrossCycles() throws Exception {
        final int each = 100_000;
        final Process first = start("1", each, "secondly-for-tests");
        final Process second = start("2", each, "secondly-for-tests");

        await(() -> countRecords() > 0);
        final Map<Long, Long> next = new HashMap<>();
        final AtomicLong records = new AtomicLong();
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            final RecordHandler inOrder = in -> {
                final MessageInput message = (MessageInput)in;
                assertEquals(next.getOrDefault(message.idHi, 0L), message.idLo, "of writer " + message.idHi);
                next.put(message.idHi, message.idLo + 1);
                records.incrementAndGet();
            };
            await(() -> {
                while (reader.next(inOrder)) {
                    assertTrue(reader.index() > 0);
                }
                return records.get() == 2 * each;
            });
        }

        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
    }

    @Test
    void shouldPassOverWhatAKilledWriterLeftBehind() throws Exception {
        final Process process = start("1", 0, "daily");
        long records = 0;
        try {
            await(() -> countRecords() > 1_000);
        } finally {
            process.destroyForcibly().waitFor();
        }

        records = countRecords();
        final TickInput tick = new TickInput();
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
        }

        assertTrue(records > 1_000);
        assertEquals(records + 1, countRecords());
        assertEquals(tick.index, lastIndex());
    }

    @Test
    void shouldPassOverAnUnfinishedRecord() {
        final TickInput tick = new TickInput();
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
        }
        // The test leaves what a writer leaves that dies between taking its place and the end of its record: the header says "not
        // complete".
        try (Journal journal = new Journal(new JournalContext().queueDir(dir));
            ExcerptAppender appender = journal.queue().createAppender()) {
            final DocumentContext document = appender.writingDocument();
            document.wire().write("kind").text("tick");
            final Bytes<?> bytes = document.wire().bytes();
            final long header = bytes.readPosition() - Integer.BYTES;
            document.rollbackOnClose();
            document.close();
            bytes.bytesStore().writeInt(header, Wires.NOT_COMPLETE);
        }
        assertEquals(1, countRecords());

        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
        }

        assertEquals(2, countRecords());
        assertEquals(tick.index, lastIndex());
    }

    @Test
    void shouldMoveAwayAFileWhoseWriterDiedCreatingIt() throws Exception {
        final TickInput tick = new TickInput();
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
        }
        for (final int header : new int[] {0, Wires.NOT_COMPLETE}) {
            final Path halfMade = halfMadeFile(header);

            try (Journal journal = new Journal(new JournalContext().queueDir(dir))) {
                assertFalse(Files.exists(halfMade), "moved away before any process waits for it");
                try (JournalWriter writer = journal.newWriter()) {
                    writer.tick(tick);
                }
            }
        }

        assertEquals(3, countRecords());
        assertEquals(tick.index, lastIndex());
    }

    @Test
    void shouldTakeTheLockFromAProcessWhoseIdIsAnotherNow() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final JournalContext first = new JournalContext().dataDirectory(data);
        try (Journal left = new Journal(first); JournalWriter writer = left.newWriter()) {
            writer.tick(new TickInput());
            // This process is alive, like one that got the process id of the dead one.
            left.writeLock().lock();
        }

        try (Journal again = new Journal(new JournalContext().dataDirectory(data).timeoutMs(2_000));
            JournalWriter writer = again.newWriter()) {
            final TickInput tick = new TickInput();
            writer.tick(tick);
            assertEquals(1, again.rollCycle().toSequenceNumber(tick.index));
        }
    }

    @Test
    void shouldLeaveAFileAloneThatSomebodyIsMaking() throws Exception {
        try (Journal making = new Journal(new JournalContext().queueDir(dir));
            Journal other = new Journal(new JournalContext().queueDir(dir).timeoutMs(100))) {
            making.writeLock().lock();
            final Path halfMade = halfMadeFile(Wires.NOT_COMPLETE);

            HalfMadeFile.discard(other.queue(), other.writeLock());

            assertTrue(Files.exists(halfMade));
            Files.delete(halfMade);
            making.writeLock().unlock();
        }
    }

    /** Makes the file that a writer leaves that dies while it creates the next day's file. */
    private Path halfMadeFile(final int header) throws IOException {
        final LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        final Path file = dir.resolve(DateTimeFormatter.BASIC_ISO_DATE.format(tomorrow) + "X.cq4");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).putInt(0, header));
        }
        return file;
    }

    private Process start(final String who, final int count, final String rollCycle) throws IOException {
        return JavaProcess.start(JournalAppender.class, Files.createTempFile("appender", ".out"), dir.toString(), who,
            Integer.toString(count), rollCycle);
    }

    private long countRecords() {
        final AtomicLong count = new AtomicLong();
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> count.incrementAndGet())) {
                assertTrue(reader.index() > 0);
            }
        } catch (final JournalException e) {
            assertEquals(JournalException.Problem.NOT_A_JOURNAL, e.problem(), e.getMessage());
        }
        return count.get();
    }

    private long lastIndex() {
        final AtomicLong last = new AtomicLong();
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> last.set(in.kind() == RecordKind.TICK ? in.index : 0))) {
                assertTrue(reader.index() > 0);
            }
        }
        return last.get();
    }

    private static void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within " + DEADLINE_NS + " ns");
            Thread.onSpinWait();
        }
    }
}
