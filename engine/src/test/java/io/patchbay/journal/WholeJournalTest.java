package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.disk.Pages;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.JournalMark;
import io.patchbay.journal.file.Pruned;
import io.patchbay.journal.file.QueueFiles;
import io.patchbay.journal.file.RollCycleNames;
import io.patchbay.journal.repair.JournalCheck;
import io.patchbay.journal.repair.JournalRepair;

import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests a journal whose files are missing, exchanged, renamed, cut, or restored from an older copy. No process opens such a
 * journal for writing or reading, and the check reports what is missing. {@code -Dpatchbay.worlds=N} tests more random ones,
 * {@code -Dpatchbay.seed=N} others.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WholeJournalTest {
    private static final int FILES = 4;
    private static final int WORLDS = Integer.getInteger("patchbay.worlds", 60);

    @TempDir
    private Path dir;
    private final AtomicLong now = new AtomicLong(1_795_348_800L * 1_000_000_000L);

    @Test
    void shouldRefuseAJournalWithoutItsOldestOrAMiddleOrItsNewestFile() throws IOException {
        final Path whole = write("whole", FILES, 5);
        for (int missing = 0; missing < FILES; missing++) {
            final Path data = copy(whole, "missing-" + missing);
            final Path file = files(data).get(missing);
            Files.delete(file);

            assertRefused(data, missing == FILES - 1 ? file.getFileName() + ": it is missing"
                : file.getFileName() + ", which is missing");
        }
        final Path two = copy(whole, "two");
        Files.delete(files(two).get(1));
        Files.delete(files(two).get(1));
        assertRefused(two, files(whole).get(2).getFileName() + ", which is missing");
    }

    @Test
    void shouldRefuseAnEmptyJournalWhereThereWasOne() throws IOException {
        final Path whole = write("whole", 2, 5);
        final Path files = copy(whole, "files");
        for (final Path file : files(files)) {
            Files.delete(file);
        }
        assertRefused(files, "it is missing");
        final Path all = copy(whole, "all");
        for (final Path file : list(all.resolve("journal"))) {
            Files.delete(file);
        }
        Files.delete(all.resolve("journal"));
        assertRefused(all, "it is missing");
    }

    @Test
    void shouldRefuseAFileOfAnotherJournalOrOfAnotherTime() throws IOException {
        final long start = now.get();
        final Path whole = write("whole", FILES, 5);
        now.set(start);
        final Path other = write("other", FILES, 5);
        for (int i = 0; i < FILES; i++) {
            final Path data = copy(whole, "foreign-" + i);
            replace(files(other).get(i), files(data).get(i));
            assertRefused(data, i == FILES - 1 ? "belongs to another journal" : "another journal");

            final Path renamed = copy(whole, "renamed-" + i);
            final Path file = files(renamed).get(i);
            Files.move(file, file.resolveSibling("20991231-000000T.cq4"));
            assertRefused(renamed, "");
        }
        final Path swapped = copy(whole, "swapped");
        replace(files(whole).get(1), files(swapped).get(2));
        replace(files(whole).get(2), files(swapped).get(1));
        assertRefused(swapped, "");
    }

    @Test
    void shouldRefuseAnOlderCopyOfTheNewestFile() throws IOException {
        final Path data = write("data", 2, 5);
        final Path older = copy(data, "older");
        append(data, 3);

        final Path newest = files(data).get(1);
        replace(files(older).get(1), newest);

        assertRefused(data, newest.getFileName() + ": it ends with the record");
        assertEquals(13, count(older, 0) + 3);
    }

    @Test
    void shouldRefuseAFileThatIsEmptyOrNone() throws IOException {
        final Path whole = write("whole", FILES, 5);
        for (int i = 0; i < FILES; i++) {
            final Path data = copy(whole, "empty-" + i);
            try (FileChannel channel = FileChannel.open(files(data).get(i), StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            assertRefused(data, "no records any more");

            final Path directory = copy(whole, "directory-" + i);
            final Path file = files(directory).get(i);
            Files.delete(file);
            Files.createDirectory(file);
            assertRefused(directory, "it is no file");

            final Path link = copy(whole, "link-" + i);
            final Path linked = files(link).get(i);
            Files.delete(linked);
            Files.createSymbolicLink(linked, link.resolve("nowhere"));
            assertRefused(link, "it is no file");
        }
    }

    @Test
    void shouldRefuseAMarkerOrANoteThatWasChanged() throws IOException {
        final Path whole = write("whole", FILES, 5);
        final Path edited = copy(whole, "edited");
        final String marker = Files.readString(edited.resolve(DataDirectory.MARKER));
        Files.writeString(edited.resolve(DataDirectory.MARKER),
            marker.replaceFirst("journal=.", marker.contains("journal=0") ? "journal=1" : "journal=0"));
        assertRefused(edited, "patchbay.properties");
        final Path removed = copy(whole, "removed");
        Files.writeString(removed.resolve(DataDirectory.MARKER), "layout=1\n");
        assertRefused(removed, "no longer names the journal");
        final Path pruned = copy(whole, "pruned");
        try (Journal journal = open(pruned)) {
            assertEquals(2, new Retention(journal, 1, 0, 0).remove(journal.rollCycle().toIndex(
                journal.cycleFiles().firstKey() + 2, 0)));
        }
        assertEquals(10, count(copy(pruned, "as-it-was"), 0));
        final Path note = pruned.resolve("journal").resolve(Pruned.FILE);
        final String text = Files.readString(note);
        Files.writeString(note, text.replaceFirst("records=10", "records=5"));
        assertRefused(pruned, Pruned.FILE);
        Files.writeString(note, text);
        Files.delete(files(pruned).get(0));
        assertRefused(pruned, "which is missing, and retention has removed only");
        final Path without = copy(whole, "without");
        try (Journal journal = open(without)) {
            new Retention(journal, 1, 0, 0).remove(journal.rollCycle().toIndex(journal.cycleFiles().firstKey() + 1, 0));
        }
        Files.delete(without.resolve("journal").resolve(Pruned.FILE));
        assertRefused(without, "which is missing");
    }

    @Test
    void shouldGoOnInACopyAndUnderAnotherNameAndWithoutItsTable() throws IOException {
        final Path whole = write("whole", FILES, 5);
        final Path copy = copy(whole, "copy");
        append(copy, 2);
        assertEquals(22, count(copy, 0));
        final Path renamed = dir.resolve("renamed");
        Files.move(copy, renamed);
        append(renamed, 1);
        assertEquals(23, count(renamed, 0));
        Files.delete(renamed.resolve("journal").resolve(QueueFiles.TABLE));
        append(renamed, 1);
        assertEquals(24, count(renamed, 0));
        final Path alone = dir.resolve("alone");
        copyAll(renamed.resolve("journal"), alone);
        assertEquals(24, count(alone, 0));
        Files.createFile(renamed.resolve("journal").resolve("20010101-000000T.cq4"));
        append(renamed, 1);
        assertEquals(25, count(renamed, 0));
    }

    @Test
    void shouldGoOnWhereTheWriterOfAFileWasKilledBeforeItsFirstRecord() throws IOException {
        final Path data = write("data", 2, 5);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        try (Journal journal = open(data); JournalWriter writer = journal.newWriter();
            ExcerptAppender appender = journal.queue().createAppender()) {
            // The writer is killed right after the link.
            new FileBeginner(journal).begin(appender, journal.room());
            assertEquals(3, journal.cycleFiles().size());
            assertEquals(0, writer.lastIndex());
        }
        assertEquals(10, count(data, 0));
        append(data, 1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        try (Journal journal = open(data); ExcerptAppender appender = journal.queue().createAppender();
            DocumentContext document = appender.writingDocument()) {
            // The writer is killed before that.
            document.rollbackOnClose();
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        append(data, 1);

        assertEquals(12, count(data, 0));
    }

    @Test
    void shouldStopAReaderWhoseNextFileIsTakenAway() throws IOException {
        final Path data = write("data", 3, 5);
        int read = 0;
        try (Journal journal = Journal.openReadOnly(data); JournalReader reader = journal.newReader()) {
            for (; read < 3; read++) {
                assertTrue(reader.next(in -> { }));
            }
            Files.delete(files(data).get(1));

            assertTrue(reader.next(in -> { }));
            assertTrue(reader.next(in -> { }));
            final JournalException missing = assertThrows(JournalException.class, () -> reader.next(in -> { }));
            assertEquals(JournalException.Problem.NOT_WHOLE, missing.problem());
        }
    }

    @Test
    void shouldHaveOneIdentityWhereSeveralOpenItFirst() throws Exception {
        final Path data = dir.resolve("data");
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> append(data, 5)));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        append(data, 1);

        assertEquals(21, count(data, 0));
        assertEquals(FileChain.identityIn(data.resolve("journal"), RollCycleNames.parse("secondly-for-tests")),
            JournalMark.beside(data.resolve("journal")).journal());
    }

    @Test
    void shouldBeReadByTheQueuesOwnReader() throws IOException {
        final Path data = write("data", 3, 5);

        int documents = 0;
        try (SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(data.resolve("journal")).build();
            ExcerptTailer tailer = queue.createTailer()) {
            for (boolean isThere = true; isThere;) {
                try (DocumentContext document = tailer.readingDocument()) {
                    isThere = document.isPresent();
                    if (isThere) {
                        assertEquals("tick", document.wire().read("kind").text());
                        documents++;
                    }
                }
            }
        }

        assertEquals(15, documents);
    }

    @Test
    void shouldRepairAJournalWithoutItsNewestFileOrWithAForeignOne() throws IOException {
        final Path data = write("data", FILES, 5);
        Files.delete(files(data).get(FILES - 1));
        assertRefused(data, "it is missing");

        final Path repaired = dir.resolve("repaired");
        new JournalRepair(data).copyTo(repaired);

        assertEquals(15, count(repaired, 0));
        append(repaired, 1);
        assertEquals(16, count(repaired, 0));
    }

    @Test
    void shouldDetectWhateverIsDoneToFilesAtRandom() throws IOException {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        final Random random = new Random(seed);
        int refused = 0;
        int harmless = 0;
        for (int world = 0; world < WORLDS; world++) {
            final String words = "seed " + seed + ", world " + world;
            final long start = now.get();
            final int count = 1 + random.nextInt(5);
            final Path data = write("data-" + world, count, 1 + random.nextInt(8));
            final List<String> before = records(data);
            now.set(start);
            final Path other = write("other-" + world, 1 + random.nextInt(5), 1 + random.nextInt(8));
            for (int i = 0; i <= random.nextInt(2); i++) {
                disturb(random, data, other);
            }

            List<String> after = null;
            try {
                after = records(data);
            } catch (final JournalException e) {
                refused++;
                assertFalse(new JournalCheck(data).run(records -> { }).isSound(), words);
                assertThrows(JournalException.class, () -> open(data).close(), words);
            }
            if (after != null) {
                harmless++;
                assertEquals(before, after, words);
            }
            now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        }
        System.out.println("files: " + refused + " refused, " + harmless + " harmless, seed " + seed);
    }

    private static void disturb(final Random random, final Path data, final Path other) throws IOException {
        final List<Path> files = files(data);
        final Path file = files.isEmpty() ? data.resolve("journal/20200101-000000T.cq4")
            : files.get(random.nextInt(files.size()));
        final List<Path> foreign = files(other);
        switch (random.nextInt(8)) {
            case 0, 1 -> Files.deleteIfExists(file);
            case 2 -> replace(foreign.get(random.nextInt(foreign.size())), file);
            case 3 -> {
                final Path from = foreign.get(random.nextInt(foreign.size()));
                replace(from, file.resolveSibling(from.getFileName()));
            }
            case 4 -> replace(files.isEmpty() ? foreign.get(0) : files.get(random.nextInt(files.size())),
                file.resolveSibling(foreign.get(0).getFileName()));
            case 5 -> Files.write(file, new byte[0]);
            case 6 -> {
                if (Files.exists(file)) {
                    Files.move(file, file.resolveSibling("20300101-0000" + (10 + random.nextInt(50)) + "T.cq4"));
                }
            }
            default -> Files.deleteIfExists(file.resolveSibling(QueueFiles.TABLE));
        }
    }

    private void assertRefused(final Path data, final String what) {
        final JournalException written = assertThrows(JournalException.class, () -> open(data).close());
        final JournalException read = assertThrows(JournalException.class, () -> count(data, 0));
        assertTrue(written.getMessage().contains(what), written.getMessage());
        assertTrue(read.getMessage().contains(what), read.getMessage());
        if (read.problem() == JournalException.Problem.NOT_WHOLE) {
            final JournalCheck check = new JournalCheck(data).run(records -> { });
            assertTrue(check.isNotWhole() && !check.isSound());
        }
    }

    private Path write(final String name, final int count, final int each) throws IOException {
        final Path data = dir.resolve(name);
        for (int file = 0; file < count; file++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            append(data, each);
        }
        for (final Path file : files(data)) {
            shorten(file);
        }
        return data;
    }

    private void append(final Path data, final int records) {
        try (Journal journal = open(data); JournalWriter writer = journal.newWriter()) {
            for (int i = 0; i < records; i++) {
                writer.tick(new TickInput());
            }
        }
    }

    private Journal open(final Path data) {
        return new Journal(new JournalContext().dataDirectory(DataDirectory.open(data)).clock(now::get)
            .rollCycle("secondly-for-tests").blockSizeBytes(1 << 20).reserveBytes(JournalContext.MIN_RESERVE_BYTES));
    }

    private static long count(final Path data, final long from) {
        return records(data).stream().filter(record -> Long.parseLong(record) >= from).count();
    }

    private static List<String> records(final Path data) {
        final List<String> found = new ArrayList<>();
        try (Journal journal = Journal.openReadOnly(data); JournalReader reader = journal.newReader()) {
            journal.requireWhole();
            while (reader.next(in -> found.add(Long.toString(in.index)))) {
                assertTrue(reader.index() > 0);
            }
        }
        return found;
    }

    private Path copy(final Path data, final String name) throws IOException {
        return copyAll(data, dir.resolve(name));
    }

    private static Path copyAll(final Path from, final Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (final Path file : (Iterable<Path>)all::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void replace(final Path from, final Path to) throws IOException {
        final byte[] bytes = Files.readAllBytes(from);
        Files.write(to, bytes);
    }

    private static List<Path> files(final Path data) throws IOException {
        return list(data.resolve("journal")).stream().filter(file -> file.toString().endsWith(QueueFiles.SUFFIX))
            .collect(Collectors.toList());
    }

    private static List<Path> list(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().collect(Collectors.toList());
        }
    }

    /** Cuts off the space allocated for further records, since many copies are made. */
    private static void shorten(final Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        int used = bytes.length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate((used / Pages.BYTES + 2L) * Pages.BYTES);
        }
    }
}
