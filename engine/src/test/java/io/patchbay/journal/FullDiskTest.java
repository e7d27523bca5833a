package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.file.QueueFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Tests a disk that fills up under a journal that is written to.
 */
@Timeout(120)
class FullDiskTest {
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private final AtomicLong now = new AtomicLong(20_000 * DAY_NS);

    @Test
    void shouldHaveTheReserveReallyThereAheadOfWhatIsWritten() throws Exception {
        try (Journal journal = new Journal(context()); JournalWriter writer = journal.newWriter()) {
            writer.tick(new TickInput());

            final long there = blocks(dir);
            assertTrue(there >= JournalContext.MIN_RESERVE_BYTES, there + " bytes are there");
            assertTrue(there < 3L * JournalContext.MIN_RESERVE_BYTES, there + " bytes are there, too many for a quiet journal");
        }
    }

    @Test
    void shouldGiveBackWhatAnEndedFileNoLongerNeeds() throws Exception {
        try (Journal journal = new Journal(context()); JournalWriter writer = journal.newWriter()) {
            writer.tick(new TickInput());
            final Path first = files(QueueFiles.SUFFIX).get(0);
            now.addAndGet(DAY_NS);
            writer.tick(new TickInput());

            assertEquals(2, files(QueueFiles.SUFFIX).size());
            await(() -> blocks(first) < MIB);
        }
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            assertTrue(reader.next(in -> { }));
            assertTrue(reader.next(in -> { }));
            assertFalse(reader.next(in -> { }));
        }
    }

    @Test
    void shouldHaveTheNextFileReadyBeforeItsTimeAndForgetOneThatWasNotUsed() throws Exception {
        try (Journal journal = new Journal(context()); JournalWriter writer = journal.newWriter()) {
            writer.tick(new TickInput());
            now.addAndGet(DAY_NS - TimeUnit.SECONDS.toNanos(10));

            await(() -> files(".precreated").size() == 1);
            final Path unused = files(".precreated").get(0);
            await(() -> blocks(unused) >= JournalContext.MIN_RESERVE_BYTES);
            now.addAndGet(5 * DAY_NS);
            await(() -> !Files.exists(unused) && files(".precreated").size() >= 1);
            writer.tick(new TickInput());

            assertEquals(2, files(QueueFiles.SUFFIX).size());
        }
    }

    @Test
    void shouldSurviveADiskThatItFillsAndOneThatOthersFillAndGoOn() throws Exception {
        fillRepeatedly("daily", false);
    }

    @Test
    void shouldSurviveAFullDiskWhileFilesRoll() throws Exception {
        fillRepeatedly("secondly-for-tests", false);
    }

    @Test
    void shouldSurviveAFullDiskWithPagesMadeAhead() throws Exception {
        fillRepeatedly("daily", true);
    }

    @Test
    void shouldNotStartWithoutRoomForItsReserveAndSaySo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 32)) {
            assumeTrue(disk != null, "no right to mount");
            disk.fill(MIB);

            final JournalException e =
                assertThrows(JournalException.class, () -> new Journal(context().queueDir(disk.dir().resolve("journal"))));

            assertEquals(JournalException.Problem.DISK_FULL, e.problem());
            assertTrue(e.getMessage().contains("free some space"), e.getMessage());
        }
    }

    private void fillRepeatedly(final String rollCycle, final boolean preTouch) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 64)) {
            assumeTrue(disk != null, "no right to mount");
            final Path queue = disk.dir().resolve("journal");
            Files.createDirectory(queue);
            final Path out = dir.resolve("out");
            final Path stop = dir.resolve("stop");
            disk.fill(24 * MIB);
            final Process appender = JavaProcess.start(DiskAppender.class, out, queue.toString(), rollCycle, stop.toString(),
                Boolean.toString(preTouch));
            try {
                // The journal itself fills the disk.
                await(() -> appender.isAlive() && count(out, "LOW") + count(out, "RESERVE") > 0);
                // Other processes fill the disk.
                disk.fill(0);
                await(() -> appender.isAlive() && Files.readString(out).contains("FULL"));
                final long opened = count(out, "OPEN");
                disk.empty();
                await(() -> appender.isAlive() && count(out, "OPEN") > opened);
                disk.fill(0);
                await(() -> appender.isAlive() && count(out, "FULL") > 1);
                Files.createFile(stop);

                assertTrue(appender.waitFor(30, TimeUnit.SECONDS), "it still runs");
                assertEquals(0, appender.exitValue(), () -> read(out) + read(Path.of(out + ".err")));
            } finally {
                appender.destroyForcibly();
            }
            final String[] done = Files.readString(out).substring(Files.readString(out).indexOf("done ")).strip().split(" ");
            assertEquals(Long.parseLong(done[1]) + Long.parseLong(done[2]), records(queue), () -> read(out));
        }
    }

    private static long records(final Path queue) {
        long records = 0;
        try (Journal journal = Journal.openReadOnly(queue); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> { })) {
                records++;
            }
        }
        return records;
    }

    private static long count(final Path out, final String word) throws IOException {
        return Files.readString(out).lines().filter(line -> line.startsWith(word)).count();
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(final Condition condition) throws Exception {
        final BooleanSupplier isOver = deadline();
        while (!condition.holds()) {
            assertFalse(isOver.getAsBoolean(), () -> "waited too long; " + read(dir.resolve("out"))
                + read(dir.resolve("out.err")));
            Thread.sleep(5);
        }
    }

    private static BooleanSupplier deadline() {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        return () -> System.nanoTime() > end;
    }

    private List<Path> files(final String suffix) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** Returns the bytes that a file, or all files in a directory, take on the disk. */
    private static long blocks(final Path path) throws Exception {
        final Process du = new ProcessBuilder("du", "-s", "-B1", path.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\\s")[0]);
    }

    private JournalContext context() {
        return new JournalContext().queueDir(dir).reserveBytes(JournalContext.MIN_RESERVE_BYTES).clock(now::get);
    }
}
