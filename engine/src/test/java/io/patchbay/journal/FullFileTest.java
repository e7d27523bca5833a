package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.file.RollCycleNames;

import net.openhft.chronicle.queue.RollCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Tests a file whose indexes are used up before its cycle ends. Fewer and fewer kinds of records are accepted, no record gets
 * another file's index, and the next file accepts everything again. Uses a cycle that counts 64 records.
 */
@Timeout(60)
class FullFileTest {
    private static final int MAX = 64;

    @TempDir
    private Path dir;
    private final AtomicLong now = new AtomicLong(1_795_348_800L * 1_000_000_000L);

    @AfterEach
    void leaveTheDefaultAsItWas() {
        System.clearProperty(JournalContext.TEST_ROLL_CYCLE);
    }

    @Test
    void shouldTakeLessAndLessAndNothingBeyondTheLastIndex() {
        System.setProperty(JournalContext.TEST_ROLL_CYCLE, "TEST_DAILY");
        final List<DiskLevel> levels = new ArrayList<>();
        final List<Long> written = new ArrayList<>();
        final TickInput tick = new TickInput();
        try (Journal journal = open(); JournalWriter writer = journal.newWriter(); JournalReader reader = journal.newReader()) {
            for (int i = 0; i < MAX; i++) {
                writer.tick(tick);
                written.add(tick.index);
                levels.add(journal.space().level());
            }

            assertEquals(DiskLevel.OPEN, levels.get(40));
            assertEquals(DiskLevel.LOW, levels.get(50));
            assertEquals(DiskLevel.RESERVE, levels.get(57));
            assertEquals(DiskLevel.LAST, levels.get(61));
            assertEquals(DiskLevel.FULL, levels.get(MAX - 1));
            assertEquals("file", journal.space().cause());
            assertTrue(journal.space().reason().contains("of at most 64 records"), journal.space().reason());
            final JournalException full = assertThrows(JournalException.class, () -> writer.tick(new TickInput()));
            assertEquals(JournalException.Problem.FILE_FULL, full.problem());
            assertEquals(0, journal.rollCycle().toSequenceNumber(written.get(0)));
            assertEquals(MAX - 1, journal.rollCycle().toSequenceNumber(written.get(MAX - 1)));

            now.addAndGet(TimeUnit.DAYS.toNanos(1));
            awaitOpen(journal);
            writer.tick(tick);
            written.add(tick.index);

            final List<Long> read = new ArrayList<>();
            while (reader.next(in -> read.add(in.index))) {
                assertTrue(reader.index() > 0);
            }
            assertEquals(written, read);
            assertEquals(2, journal.cycleFiles().size());
        }
        try (Journal journal = open()) {
            assertEquals(tick.index, journal.lastIndex());
        }
    }

    @Test
    void shouldSeeWhatAnotherProcessHasWritten() {
        System.setProperty(JournalContext.TEST_ROLL_CYCLE, "TEST_DAILY");
        try (Journal journal = open(); Journal other = open(); JournalWriter writer = other.newWriter()) {
            for (int i = 0; i < 50; i++) {
                writer.tick(new TickInput());
            }

            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (journal.space().level() != DiskLevel.LOW) {
                assertTrue(System.nanoTime() < deadline, () -> journal.space().level() + ", " + journal.space().fileRecords());
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(50, journal.space().fileRecords());
            assertEquals(MAX, journal.space().maxFileRecords());
        }
    }

    @Test
    void shouldRefuseToStartOnAFullFileUntilTheNextBegins() {
        System.setProperty(JournalContext.TEST_ROLL_CYCLE, "TEST_DAILY");
        try (Journal journal = open(); JournalWriter writer = journal.newWriter()) {
            for (int i = 0; i < MAX; i++) {
                writer.tick(new TickInput());
            }
        }

        final JournalException full = assertThrows(JournalException.class, () -> open().close());
        assertTrue(full.getMessage().contains("at 2026-11-23T00:00:00Z: start again then"), full.getMessage());
        now.addAndGet(TimeUnit.DAYS.toNanos(1));
        open().close();
    }

    @Test
    void shouldCountWhatAMachineCanWriteInEachCycleForNewJournals() {
        for (final String word : List.of("daily", "hourly", "ten-minutely", "five-minutely", "secondly-for-tests")) {
            final RollCycle cycle = RollCycleNames.parse(word);
            final long perSecond = FileFill.maxRecords(cycle) * 1_000 / cycle.lengthInMillis();

            assertTrue(perSecond > 1_700_000, () -> word + ": " + perSecond + " records a second");
        }
    }

    private static void awaitOpen(final Journal journal) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (journal.space().level() != DiskLevel.OPEN) {
            assertTrue(System.nanoTime() < deadline, () -> journal.space().reason());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Journal open() {
        return new Journal(new JournalContext().queueDir(dir).clock(now::get).blockSizeBytes(1 << 20));
    }
}
