package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.protocol.Limits;

import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.WireOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

@Timeout(60)
class JournalTest {
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);
    private static final long START_NS = 20_000 * DAY_NS;

    @TempDir
    Path dir;

    private final AtomicLong now = new AtomicLong(START_NS);

    @Test
    void shouldReadNothingFromAJournalThatIsNotThereYet() {
        DataDirectory.open(dir);
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            assertFalse(reader.next(in -> { }));
            assertEquals(0, journal.lastIndex());

            try (Journal live = new Journal(new JournalContext().queueDir(dir.resolve("journal")));
                JournalWriter writer = live.newWriter()) {
                assertFalse(reader.next(in -> { }));
                writer.tick(new TickInput());

                assertTrue(reader.next(in -> { }));
                assertEquals(writer.lastIndex(), reader.index());
                assertEquals(writer.lastIndex(), journal.lastIndex());
            }
        }
    }

    @Test
    void shouldSayWhereThereIsNoJournal() {
        final JournalException e = assertThrows(JournalException.class, () -> Journal.openReadOnly(dir.resolve("none")));

        assertEquals(JournalException.Problem.NOT_A_JOURNAL, e.problem());
        assertTrue(e.getMessage().contains(dir.resolve("none").toString()), e.getMessage());
    }

    @Test
    void shouldFollowALiveJournalReadOnlyWhileItsFilesGrow() {
        final int records = 4_000;
        final JournalContext context = context("daily").blockSizeBytes(JournalContext.MIN_BLOCK_SIZE_BYTES);
        try (Journal live = new Journal(context); JournalWriter writer = live.newWriter()) {
            final MessageInput in = Samples.message(1_000);
            writer.message(in);
            try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
                assertTrue(reader.next(read -> { }));
                for (int i = 1; i < records; i++) {
                    in.idLo = i;
                    writer.message(in);
                    final long expected = i;

                    assertTrue(reader.next(read -> assertEquals(expected, ((MessageInput)read).idLo)), "record " + i);
                    assertEquals(writer.lastIndex(), reader.index());
                }
            }
        }
    }

    @Test
    void shouldReadAcrossCyclesWhileTheyAreWritten() {
        try (Journal live = new Journal(context("secondly-for-tests")); JournalWriter writer = live.newWriter();
            JournalReader liveReader = live.newReader();
            Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            final TickInput tick = new TickInput();
            final List<Long> written = new ArrayList<>();
            final List<Long> readLive = new ArrayList<>();
            final List<Long> read = new ArrayList<>();
            for (int second = 0; second < 6; second++) {
                for (int i = 0; i < 3; i++) {
                    writer.tick(tick);
                    written.add(tick.index);
                    assertTrue(liveReader.next(in -> readLive.add(in.index)));
                    assertTrue(reader.next(in -> read.add(in.index)), "record " + written.size());
                }
                now.addAndGet(TimeUnit.SECONDS.toNanos(1 + second % 2));
            }

            assertEquals(written, readLive);
            assertEquals(written, read);
            assertEquals(6, written.stream().map(live::cycleOf).distinct().count());
            assertEquals(written.get(written.size() - 1), journal.lastIndex());
        }
    }

    @Test
    void shouldMoveToAnyIndex() {
        try (Journal live = new Journal(context("secondly-for-tests")); JournalWriter writer = live.newWriter();
            JournalReader reader = live.newReader()) {
            final TickInput tick = new TickInput();
            final List<Long> written = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writer.tick(tick);
                written.add(tick.index);
                now.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
            }

            for (final long index : written) {
                reader.moveTo(index);
                assertTrue(reader.next(in -> assertEquals(index, in.index)));
            }
            for (int i = 0; i < written.size() - 1; i++) {
                final long after = written.get(i + 1);
                reader.moveTo(written.get(i) + 1);
                assertTrue(reader.next(in -> assertEquals(after, in.index)));
            }
            reader.moveTo(written.get(written.size() - 1) + 1);
            assertFalse(reader.next(in -> { }));
            writer.tick(tick);
            assertTrue(reader.next(in -> assertEquals(tick.index, in.index)));
            reader.moveTo(0);
            assertTrue(reader.next(in -> assertEquals(written.get(0), in.index)));
        }
    }

    @Test
    void shouldHandOverNothingBeforeTheStartWhenTheNextFileBegins() {
        try (Journal live = new Journal(context("secondly-for-tests")); JournalWriter writer = live.newWriter();
            JournalReader reader = live.newReader()) {
            final TickInput tick = new TickInput();
            for (int i = 0; i < 4; i++) {
                writer.tick(tick);
            }
            reader.moveTo(tick.index + 5);
            assertFalse(reader.next(in -> { }));

            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            writer.tick(tick);

            assertTrue(reader.next(in -> assertEquals(tick.index, in.index)));
        }
    }

    @Test
    void shouldReadACopyOfTheDirectoryAndOfTheQueueAlone() throws IOException {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path whole = Files.createDirectories(dir.resolve("whole/journal"));
        final Path bare = Files.createDirectories(dir.resolve("bare"));
        try (Journal live = new Journal(new JournalContext().dataDirectory(data).blockSizeBytes(1 << 20));
            JournalWriter writer = live.newWriter()) {
            Samples.all().stream().filter(in -> !(in instanceof MessageInput)).forEach(in -> in.applyTo(writer));

            try (Stream<Path> files = Files.list(data.journalDir())) {
                for (final Path file : (Iterable<Path>)files::iterator) {
                    Files.copy(file, whole.resolve(file.getFileName()));
                    if (file.toString().endsWith(".cq4")) {
                        Files.copy(file, bare.resolve(file.getFileName()));
                    }
                }
            }
        }

        final List<Map<String, String>> live = readAll(data.root());
        assertEquals(live, readAll(dir.resolve("whole")));
        assertEquals(live, readAll(whole));
        assertEquals(live, readAll(bare));
        assertTrue(live.size() > 20);
    }

    @Test
    void shouldGoOnAfterReopening() {
        final List<Long> written = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Journal live = new Journal(context("daily")); JournalWriter writer = live.newWriter()) {
                final TickInput tick = new TickInput();
                writer.tick(tick);
                written.add(tick.index);
                now.addAndGet(DAY_NS);
            }
        }

        assertEquals(3, readAll(dir).size());
        assertTrue(written.get(0) < written.get(1) && written.get(1) < written.get(2));
    }

    @Test
    void shouldNeverGoBackInTimeOrCycleWithTheMachinesClock() {
        final TickInput before = new TickInput();
        final TickInput after = new TickInput();
        final TickInput later = new TickInput();
        try (Journal live = new Journal(context("daily")); JournalWriter writer = live.newWriter()) {
            writer.tick(before);
            now.addAndGet(-3 * DAY_NS);
            writer.tick(after);
        }
        now.addAndGet(-3 * DAY_NS);
        try (Journal live = new Journal(context("daily")); JournalWriter writer = live.newWriter()) {
            writer.tick(later);
        }

        assertEquals(START_NS, before.timeNs);
        assertEquals(START_NS, after.timeNs);
        assertEquals(START_NS, later.timeNs);
        assertEquals(before.index + 1, after.index);
        assertEquals(after.index + 1, later.index);
    }

    @Test
    void shouldFollowAnotherProcessIntoTheNextCycle() {
        final AtomicLong ahead = new AtomicLong(START_NS);
        final JournalContext other = new JournalContext().queueDir(dir).blockSizeBytes(1 << 20).clock(ahead::get);
        try (Journal slow = new Journal(context("daily")); JournalWriter slowWriter = slow.newWriter();
            Journal fast = new Journal(other); JournalWriter fastWriter = fast.newWriter()) {
            final TickInput first = new TickInput();
            final TickInput second = new TickInput();
            final TickInput third = new TickInput();
            slowWriter.tick(first);
            ahead.addAndGet(DAY_NS);
            fastWriter.tick(second);

            slowWriter.tick(third);

            assertTrue(first.index < second.index);
            assertEquals(second.index + 1, third.index);
        }
        assertEquals(3, readAll(dir).size());
    }

    @Test
    void shouldOrderRecordsOfTwoThreads() throws InterruptedException {
        final int each = 20_000;
        final Map<Long, List<Long>> indexes = new HashMap<>();
        try (Journal journal = new Journal(context("daily"))) {
            final List<Thread> threads = new ArrayList<>();
            for (long who = 0; who < 2; who++) {
                final long hi = who;
                final List<Long> mine = new ArrayList<>();
                indexes.put(hi, mine);
                final JournalWriter writer = journal.newWriter();
                final Thread thread = new Thread(() -> {
                    final MessageInput in = Samples.message(100);
                    in.idHi = hi;
                    for (int i = 0; i < each; i++) {
                        in.idLo = i;
                        writer.message(in);
                        mine.add(in.index);
                    }
                    writer.close();
                });
                threads.add(thread);
                thread.start();
            }
            for (final Thread thread : threads) {
                thread.join();
            }
        }

        final Map<Long, List<Long>> read = new HashMap<>();
        read(in -> {
            final MessageInput message = (MessageInput)in;
            final List<Long> sofar = read.computeIfAbsent(message.idHi, hi -> new ArrayList<>());
            assertEquals(sofar.size(), message.idLo);
            sofar.add(message.index);
        });
        assertEquals(indexes, read);
    }

    @Test
    void shouldGoOnWithAnyBlockSizeThatTheLargestRecordFitsInto() {
        final int largest = 1 << 20;
        final int[] blockSizesBytes = {64 << 20, 8 << 20, 256 << 20, 8 << 20, 64 << 20};
        final List<Long> written = new ArrayList<>();
        for (final int blockSizeBytes : blockSizesBytes) {
            final List<Long> found = new ArrayList<>();
            try (Journal journal = new Journal(context("daily").blockSizeBytes(blockSizeBytes));
                JournalWriter writer = journal.newWriter(); JournalReader reader = journal.newReader()) {
                while (reader.next(in -> found.add(in.index))) {
                    assertEquals(reader.index(), found.get(found.size() - 1));
                }
                assertEquals(written, found, "read with blocks of " + blockSizeBytes);
                for (int i = 0; i < 12; i++) {
                    final MessageInput in = Samples.message(i % 2 == 0 ? largest : 100);
                    in.idLo = written.size();
                    writer.message(in);
                    written.add(in.index);
                }
            }
        }

        final List<Long> ids = new ArrayList<>();
        read(in -> ids.add(((MessageInput)in).idLo));
        assertEquals(LongStream.range(0, written.size()).boxed().toList(), ids);
    }

    @Test
    void shouldRefuseARecordLargerThanABlockAllowsAndGoOn() {
        final JournalContext context = context("daily").blockSizeBytes(JournalContext.MIN_BLOCK_SIZE_BYTES);
        try (Journal journal = new Journal(context); JournalWriter writer = journal.newWriter()) {
            final JournalException e = assertThrows(JournalException.class, () -> writer.message(Samples.message(70_000)));
            writer.tick(new TickInput());

            assertEquals(JournalException.Problem.TOO_LARGE, e.problem());
        }
        assertEquals(1, readAll(dir).size());
    }

    @Test
    void shouldRefuseANewerSchemaNewerRulesAnUnknownKindAndDamage() {
        assertEquals(JournalException.Problem.NEWER_SCHEMA, problem(wire -> head(wire, "blue-moon", Limits.SCHEMA + 1, 1)));
        assertEquals(JournalException.Problem.NEWER_RULES, problem(wire -> head(wire, "tick", 1, Limits.RULES + 1)));
        assertEquals(JournalException.Problem.UNKNOWN_KIND, problem(wire -> head(wire, "blue-moon", 1, 1)));
        assertEquals(JournalException.Problem.DAMAGED, problem(wire -> wire.write("colour").text("red")));
        assertEquals(JournalException.Problem.DAMAGED, problem(wire -> wire.bytes().writeInt(-1)));
        assertEquals(JournalException.Problem.DAMAGED, problem(wire -> {
            head(wire, "message", 1, 1);
            wire.write("id").text("not a uuid");
        }));
        assertEquals(JournalException.Problem.DAMAGED, problem(wire -> {
            head(wire, "session-closed", 1, 1);
            wire.write("reason").text("boredom");
        }));
        assertEquals(JournalException.Problem.DAMAGED, problem(wire -> {
            head(wire, "message", 1, 1);
            wire.write("payload");
            wire.bytes().writeUnsignedByte(0xB8).writeStopBit(1_000_000);
        }));
    }

    @Test
    void shouldRefuseADamagedFileInsteadOfSeeingAnEmptyJournal() throws IOException {
        for (final String suffix : List.of(".cq4", ".cq4t")) {
            final Path queueDir = Files.createDirectory(dir.resolve("damaged" + suffix));
            append(queueDir, wire -> head(wire, "tick", 1, 1));
            final Path file;
            try (Stream<Path> files = Files.list(queueDir)) {
                file = files.filter(path -> path.toString().endsWith(suffix)).findFirst().orElseThrow();
            }
            final byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 0, 64, (byte)0x35);
            Files.write(file, bytes);

            final JournalException onReading = assertThrows(JournalException.class, () -> readAll(queueDir));
            final JournalException onWriting =
                assertThrows(JournalException.class, () -> new Journal(new JournalContext().queueDir(queueDir)));

            assertTrue(onReading.getMessage().contains(file.toString()), onReading.getMessage());
            assertEquals(onReading.getMessage(), onWriting.getMessage());
        }
    }

    @Test
    void shouldReadWhatChroniclesWireWroteAndPassOverFieldsItDoesNotKnow() {
        append(dir, wire -> {
            head(wire, "message", 1, 1);
            wire.write("colour").text("red");
            wire.write("weights").sequence(out -> out.int64(1));
            wire.write("from").int64(7);
            wire.write("flag").bool(false);
            wire.write("id").text("00000000-0000-0001-0000-000000000002");
            wire.write("count").int64(300);
            wire.write("destination").text("a:b");
            wire.write("timeoutMs").int32(1_000);
            wire.write("payload").text("\"😀é\"");
        });

        final Map<String, String> read = readAll(dir).get(0);
        final MessageInput expected = new MessageInput();
        expected.index = Long.parseLong(read.get("index"));
        expected.timeNs = 5;
        expected.from = 7;
        expected.idHi = 1;
        expected.idLo = 2;
        expected.timeoutMs = 1_000;
        Samples.put(expected.destination, "a:b");
        Samples.put(expected.payload, "\"😀é\"");
        assertEquals(Samples.fields(expected), read);
    }

    @Test
    void shouldKeepAPayloadThatIsNotUtf8() {
        final MessageInput in = Samples.message(40);
        in.payload.wrap(new byte[] {'"', (byte)0xf0, (byte)0x9f, (byte)0x98, '"'});
        final Map<String, String> written;
        try (Journal journal = new Journal(context("daily")); JournalWriter writer = journal.newWriter()) {
            writer.message(in);
            written = Samples.fields(in);
        }

        assertEquals(List.of(written), readAll(dir));
    }

    @Test
    void shouldSyncWithinAndAcrossCycles() {
        try (Journal live = new Journal(context("secondly-for-tests")); JournalWriter writer = live.newWriter()) {
            final TickInput tick = new TickInput();
            for (int i = 0; i < 10; i++) {
                writer.tick(tick);
                live.sync(tick.index);

                assertEquals(tick.index, live.syncedIndex());
                now.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
            }
        }
    }

    @Test
    void shouldTakeLittleMoreRoomThanTheFrame() {
        final MessageInput in = Samples.message(100);
        final String frame = "{\"type\":\"message\",\"id\":\"12345678-9abc-4def-8123-456789abcdef\","
            + "\"destination\":\"pricing:quote\",\"responder\":\"quoted\",\"payload\":\"" + "x".repeat(98) + "\"}";
        try (Journal journal = new Journal(context("daily")); JournalWriter writer = journal.newWriter();
            JournalReader reader = journal.newReader()) {
            writer.message(in);
            assertTrue(reader.next(read -> { }));

            assertTrue(reader.lengthBytes() + 4 <= frame.length() * 1.25, reader.lengthBytes() + " for " + frame.length());
        }
    }

    private JournalContext context(final String rollCycle) {
        return new JournalContext().queueDir(dir).rollCycle(rollCycle).blockSizeBytes(1 << 20).clock(now::get);
    }

    private List<Map<String, String>> readAll(final Path from) {
        final List<Map<String, String>> read = new ArrayList<>();
        try (Journal journal = Journal.openReadOnly(from); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> read.add(Samples.fields(in)))) {
                assertTrue(reader.index() != 0);
            }
        }
        return read;
    }

    private void read(final Consumer<Input> consumer) {
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            while (reader.next(consumer::accept)) {
                assertTrue(reader.index() != 0);
            }
        }
    }

    private static void head(final WireOut wire, final String kind, final int schema, final int rules) {
        wire.write("kind").text(kind);
        wire.write("time").int64(5);
        wire.write("schema").int32(schema);
        wire.write("rules").int8(rules);
    }

    private static void append(final Path queueDir, final Consumer<WireOut> writer) {
        ChronicleSetup.ensure();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(queueDir).build();
            ExcerptAppender appender = queue.createAppender();
            DocumentContext document = appender.writingDocument()) {
            writer.accept(document.wire());
        }
    }

    /**
     * Returns the problem that a reader reports for a record after a good one. The reader reports the same when it is asked
     * again.
     */
    private JournalException.Problem problem(final Consumer<WireOut> writer) {
        final Path queueDir;
        try {
            queueDir = Files.createTempDirectory(dir, "problem");
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        append(queueDir, wire -> head(wire, "tick", 1, 1));
        append(queueDir, writer);
        try (Journal journal = Journal.openReadOnly(queueDir); JournalReader reader = journal.newReader()) {
            assertTrue(reader.next(in -> { }));
            final JournalException first = assertThrows(JournalException.class, () -> reader.next(in -> { }));
            final JournalException again = assertThrows(JournalException.class, () -> reader.next(in -> { }));

            assertEquals(reader.index() + 1, first.index());
            assertEquals(first.getMessage(), again.getMessage());
            assertFalse(first.getMessage().contains("\n"));
            return first.problem();
        }
    }
}
