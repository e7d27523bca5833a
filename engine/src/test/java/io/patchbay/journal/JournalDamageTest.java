package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.disk.Pages;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.QueueFiles;
import io.patchbay.journal.file.RollCycleNames;
import io.patchbay.journal.record.RecordBatch;
import io.patchbay.journal.repair.JournalCheck;
import io.patchbay.journal.repair.JournalRepair;

import net.openhft.chronicle.queue.RollCycle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests a journal in which any bytes have changed or are missing. Each reader returns the records as they were written, up to a
 * place that it names, and never any other record. A writer goes on where all is sound, or does not begin.
 * {@code -Dpatchbay.flips=N} tests more places, {@code -Dpatchbay.seed=N} others.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class JournalDamageTest {
    private static final long START_NS = TimeUnit.SECONDS.toNanos(1_700_000_000);
    private static final int FLIPS = Integer.getInteger("patchbay.flips", 150);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final int LAST_BYTES = 220;
    private static final int REPAIR_EVERY = 4;

    @TempDir
    private Path dir;
    private final AtomicLong now = new AtomicLong(START_NS);
    private final Random random = new Random(SEED);
    private Path whole;
    private List<Path> files;
    private List<Map<String, String>> records;
    private long end;
    private int checks;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeEach
    void writeAJournalOfThreeFiles() throws IOException {
        whole = dir.resolve("whole");
        try (Journal journal = new Journal(context(whole)); JournalWriter writer = journal.newWriter()) {
            for (int second = 0; second < 3; second++) {
                final MessageInput message = Samples.message(30 + second);
                for (int i = 0; i < 100; i++) {
                    message.idLo++;
                    writer.message(message);
                }
                for (final Input in : Samples.all()) {
                    final boolean isLarge = in instanceof RegistrationInput registration && registration.methods.size() > 100;
                    if (!(in instanceof MessageInput) && !isLarge) {
                        in.applyTo(writer);
                    }
                }
                writer.message(message);
                writer.tick(new TickInput());
                if (second < 2) {
                    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
                }
            }
        }
        try (Stream<Path> list = Files.list(whole)) {
            files = list.filter(file -> file.toString().endsWith(QueueFiles.SUFFIX) || file.endsWith(QueueFiles.TABLE)).sorted()
                .collect(Collectors.toList());
        }
        for (final Path file : files) {
            shorten(file);
        }
        final Found found = read(whole, false);
        records = found.records;
        assertEquals("", found.problem);
        assertTrue(records.size() > 300, () -> records.size() + " records");
        try (CycleWalk walk = new CycleWalk(newest(), firstIndex(newest()))) {
            walk.seek(Long.MAX_VALUE);
            end = walk.position();
        }
    }

    @Test
    void shouldNeverReadAnotherRecordWhereAByteOfTheLastRecordsChanges() throws IOException {
        for (long at = end - LAST_BYTES; at < end + 8; at++) {
            flip(newest(), at, 1 << random.nextInt(Byte.SIZE), at % 7 == 0);
        }
        report("last records");
    }

    @Test
    void shouldNeverReadAnotherRecordWhereAnyByteChanges() throws IOException {
        for (int i = 0; i < FLIPS; i++) {
            final Path file = files.get(random.nextInt(files.size()));
            final long used = used(file);
            // Heads and index pages are a tenth of the bytes that matter.
            final long at = i % 4 == 0 ? random.nextInt(0x200) : (long)(random.nextDouble() * used);
            flip(file, at, i % 3 == 0 ? 1 + random.nextInt(255) : 1 << random.nextInt(Byte.SIZE), i % 2 == 0);
        }
        report("anywhere");
    }

    @Test
    void shouldNeverReadAnotherRecordWhereAHeaderChanges() throws IOException {
        for (final Path file : files) {
            if (file.toString().endsWith(QueueFiles.SUFFIX)) {
                final List<Long> headers = new ArrayList<>();
                try (CycleWalk walk = new CycleWalk(file, firstIndex(file))) {
                    while (walk.look() == CycleWalk.Found.RECORD) {
                        headers.add(walk.position());
                        walk.step();
                    }
                    headers.add(walk.position());
                }
                for (int i = 0; i < 40; i++) {
                    final int which = i < 5 ? headers.size() - 1 - i % 3 : random.nextInt(headers.size());
                    final long header = headers.get(which);
                    final int bit = i % Integer.SIZE;
                    flip(file, header + bit / Byte.SIZE, 1 << bit % Byte.SIZE, i % 8 == 0);
                }
            }
        }
        report("headers");
    }

    @Test
    void shouldPassOverOrRefuseWhereTheFileEndsAnywhere() throws IOException {
        for (long length = end + 4; length > end - LAST_BYTES; length--) {
            truncate(newest(), length, length % 5 == 0);
        }
        for (int i = 0; i < FLIPS / 4; i++) {
            final Path file = files.get(random.nextInt(files.size()));
            truncate(file, (long)(random.nextDouble() * used(file)), i % 2 == 0);
        }
        report("truncated");
    }

    @Test
    void shouldNeverReadAnotherRecordWhereAStretchIsZeroOrOfAnotherPlace() throws IOException {
        for (int i = 0; i < FLIPS / 4; i++) {
            final Path file = files.get(random.nextInt(files.size() - 1));
            final byte[] bytes = new byte[1 << random.nextInt(13)];
            final long at = Math.max(0, (long)(random.nextDouble() * used(file)) - bytes.length);
            final byte[] stretch = new byte[bytes.length];
            if (i % 2 == 0) {
                System.arraycopy(Files.readAllBytes(file), (int)Math.max(0, used(file) - bytes.length), stretch, 0, bytes.length);
            }
            final byte[] before = get(file, at, bytes.length);
            put(file, at, stretch);
            try {
                check(file.getFileName() + " " + bytes.length + " bytes at " + at + " replaced", i % 3 == 0, false);
            } finally {
                put(file, at, before);
            }
        }
        report("stretches");
    }

    private void flip(final Path file, final long at, final int mask, final boolean isWritten) throws IOException {
        final byte[] before = get(file, at, 1);
        put(file, at, new byte[] {(byte)(before[0] ^ mask)});
        try {
            check(file.getFileName() + " byte " + at + " xor " + mask, isWritten, false);
        } finally {
            put(file, at, before);
        }
    }

    private void truncate(final Path file, final long length, final boolean isWritten) throws IOException {
        final byte[] before = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        try {
            check(file.getFileName() + " cut at " + length, isWritten, true);
        } finally {
            Files.write(file, before);
        }
    }

    /** Asserts all that must hold of a damaged journal. */
    private void check(final String what, final boolean isWritten, final boolean mayBeTorn) throws IOException {
        final String words = what + ", seed " + SEED;
        final Found one = read(whole, false);
        final Found ahead = read(whole, true);
        outcomes.merge(judge(words, one, mayBeTorn), 1, Integer::sum);
        assertEquals(one.records.size(), ahead.records.size(), words);
        assertEquals(one.problem.isEmpty(), ahead.problem.isEmpty(), words);
        judge(words, ahead, mayBeTorn);
        if (checks++ % REPAIR_EVERY == 0) {
            repair(words, one);
        }
        if (isWritten) {
            final Path copy = copy();
            final TickInput tick = new TickInput();
            String problem = "";
            try (Journal journal = new Journal(context(copy)); JournalReader reader = journal.newReader();
                JournalWriter writer = journal.newWriter()) {
                while (reader.next(in -> { })) {
                    assertTrue(reader.index() > 0);
                }
                writer.tick(tick);
            } catch (final JournalException e) {
                problem = e.getMessage();
            }
            outcomes.merge(problem.isEmpty() ? "appended" : "not appended", 1, Integer::sum);
            if (!problem.isEmpty()) {
                final boolean isLock = problem.contains("write lock");
                assertTrue(isLock || problem.contains("journal check"), words + ": " + problem);
                assertTrue(isLock || !new JournalCheck(whole).run(count -> { }).isSound(), words);
            }
            if (problem.isEmpty()) {
                final Found after = read(copy, false);
                assertEquals("", after.problem, words);
                assertEquals("", one.problem, words);
                assertEquals(one.records.size() + 1, after.records.size(), words);
                assertEquals(String.valueOf(tick.index), after.records.get(after.records.size() - 1).get("index"), words);
                assertEquals(one.records, after.records.subList(0, one.records.size()), words);
            }
        }
    }

    /**
     * Asserts that the check reports where a reader stops, and that a repair keeps at least what a reader has read before that.
     */
    private void repair(final String words, final Found one) throws IOException {
        final JournalCheck check = new JournalCheck(whole).run(count -> { });
        if (one.problem.isEmpty()) {
            // Only a writer meets further damage.
            assertEquals(0, check.lost(), () -> words + ": " + check.damages());
        } else {
            assertTrue(!check.isSound(), words);
        }
        if (check.isSound()) {
            assertEquals(one.records.size(), check.records(), words);
            return;
        }
        final Path to = Files.createTempDirectory(dir, "repaired");
        final JournalRepair repair = new JournalRepair(whole);
        repair.copyTo(to);
        final Found repaired = read(to, false);
        assertEquals("", repaired.problem, words);
        assertEquals(check.soundRecords(), repaired.records.size(), words);
        assertTrue(repaired.records.size() >= one.records.size(), words);
        assertEquals(records.subList(0, repaired.records.size()), repaired.records, words);
        if (check.lost() == 0) {
            assertEquals(records.size(), repaired.records.size(), words);
        }
        outcomes.merge(check.lost() == 0 ? "repaired, all there" : "repaired, cut", 1, Integer::sum);
    }

    private String judge(final String words, final Found found, final boolean mayBeTorn) {
        final int size = found.records.size();
        assertTrue(size <= records.size(), words);
        for (int i = 0; i < size; i++) {
            if (!records.get(i).equals(found.records.get(i))) {
                assertEquals(records.get(i), found.records.get(i), words);
            }
        }
        if (!found.problem.isEmpty()) {
            assertTrue(found.problem.contains("journal check"), words + ": " + found.problem);
            return "stopped";
        }
        if (size == records.size()) {
            return "harmless";
        }
        if (!mayBeTorn || size != records.size() - 1) {
            fail(words + ": " + (records.size() - size) + " records are missing silently");
        }
        return "torn tail";
    }

    private void report(final String which) {
        System.out.println("damage, " + which + ": " + outcomes + ", seed " + SEED);
    }

    private Found read(final Path from, final boolean isAhead) {
        final Found found = new Found();
        try (Journal journal = Journal.openReadOnly(from)) {
            if (isAhead) {
                try (ReadAhead ahead = journal.newReadAhead()) {
                    for (RecordBatch batch = ahead.next(); batch != null; batch = ahead.next()) {
                        for (int i = 0; i < batch.size(); i++) {
                            found.records.add(Samples.fields(batch.input(i)));
                        }
                    }
                }
            } else {
                try (JournalReader reader = journal.newReader()) {
                    while (reader.next(in -> found.records.add(Samples.fields(in)))) {
                        assertTrue(reader.index() > 0);
                    }
                }
            }
        } catch (final JournalException e) {
            found.problem = e.getMessage();
        }
        return found;
    }

    private Path copy() throws IOException {
        final Path copy = Files.createTempDirectory(dir, "copy");
        for (final Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }

    /** Returns the number of bytes that have been written to; the rest is allocated for further records. */
    private long used(final Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        int used = bytes.length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** Cuts off the space allocated for further records, since many copies are made. */
    private void shorten(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate((used(file) / Pages.BYTES + 2) * Pages.BYTES);
        }
    }

    private long firstIndex(final Path file) {
        final RollCycle secondly = RollCycleNames.parse("secondly-for-tests");
        return secondly.toIndex(CycleFiles.cycleOf(whole, secondly, file), 0);
    }

    private Path newest() {
        return files.get(files.size() - 2);
    }

    private static byte[] get(final Path file, final long at, final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertEquals(length, channel.read(bytes, at));
        }
        return bytes.array();
    }

    private static void put(final Path file, final long at, final byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private JournalContext context(final Path at) {
        return new JournalContext().queueDir(at).rollCycle("secondly-for-tests").clock(now::get)
            .blockSizeBytes(JournalContext.MIN_BLOCK_SIZE_BYTES)
            .reserveBytes(JournalContext.MIN_RESERVE_BYTES);
    }

    private static final class Found {
        private final List<Map<String, String>> records = new ArrayList<>();
        private String problem = "";
    }
}
