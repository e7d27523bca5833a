package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.patchbay.engine.input.TickInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tests that retention removes whole cycles, oldest first, only when enabled, and never one that is needed, while writers and
 * readers go on.
 */
@Timeout(60)
class RetentionTest {
    private static final int CYCLES = 10;
    private static final int RECORDS = 20;

    @TempDir
    Path dir;

    private final AtomicLong now = new AtomicLong(1_795_348_800L * 1_000_000_000L);
    private final List<Long> indexes = new ArrayList<>();

    @Test
    void shouldRemoveNothingUnlessAsked() {
        try (Journal journal = open(); JournalWriter writer = journal.newWriter()) {
            write(writer);

            assertFalse(new Retention(journal, 0, 0, 0).isAsked());
            assertEquals(0, new Retention(journal, 0, 0, 0).remove(Long.MAX_VALUE));
            assertEquals(0, new Retention(journal, 1, 1, 0).remove(0));
            assertEquals(CYCLES, journal.cycleFiles().size());
            assertEquals(0, journal.prunedBefore());
        }
    }

    @Test
    void shouldRemoveWholeOldCyclesThatNobodyNeeds() {
        try (Journal journal = open(); JournalWriter writer = journal.newWriter(); JournalReader live = journal.newReader()) {
            write(writer);
            assertEquals(indexes.size(), rest(live));
            final long needed = indexes.get(4 * RECORDS + 3);

            assertEquals(4, new Retention(journal, 1, 0, 0).remove(needed));

            assertEquals(CYCLES - 4, journal.cycleFiles().size());
            assertEquals(indexes.get(4 * RECORDS), journal.prunedBefore());
            assertEquals(indexes.subList(4 * RECORDS, indexes.size()), read(journal));
            now.addAndGet(TimeUnit.SECONDS.toNanos(3));
            final TickInput tick = new TickInput();
            writer.tick(tick);
            assertEquals(1, rest(live));
            assertEquals(tick.index, live.index());
        }
    }

    @Test
    void shouldKeepAsManyBytesAndAsOldRecordsAsAsked() throws Exception {
        try (Journal journal = open(); JournalWriter writer = journal.newWriter()) {
            write(writer);
            final long newest = indexes.get(indexes.size() - 1);
            long bytes = 0;
            for (final Path file : journal.cycleFiles().values()) {
                bytes += Files.size(file);
            }
            final long each = bytes / CYCLES;

            assertEquals(0, new Retention(journal, bytes, 0, 0).remove(newest));
            assertEquals(2, new Retention(journal, bytes - 2 * each, 0, 0).remove(newest));
            assertEquals(0, new Retention(journal, 0, TimeUnit.SECONDS.toMillis(CYCLES), 0).remove(newest));
            assertEquals(2, new Retention(journal, 0, TimeUnit.SECONDS.toMillis(4), 0).remove(newest));
            assertEquals(0, new Retention(journal, 1, 1).remove(newest), "nothing that ended less than a minute ago");
            assertEquals(CYCLES - 4, journal.cycleFiles().size());
        }
    }

    @Test
    void shouldRemoveNothingForALeapOfTheWallClock() {
        final AtomicLong leaptNs = new AtomicLong();
        try (Journal journal = open(leaptNs); JournalWriter writer = journal.newWriter()) {
            write(writer);
        }
        leaptNs.set(TimeUnit.DAYS.toNanos(30));
        try (Journal journal = open(leaptNs); JournalWriter writer = journal.newWriter()) {
            writer.tick(new TickInput());
            final Retention week = new Retention(journal, 0, TimeUnit.DAYS.toMillis(7), 0);

            assertEquals(0, week.remove(Long.MAX_VALUE));
            leaptNs.set(0);
            assertEquals(0, week.remove(Long.MAX_VALUE));
            leaptNs.set(TimeUnit.DAYS.toNanos(60));
            assertEquals(0, week.remove(Long.MAX_VALUE));
        }
    }

    @Test
    void shouldLetAWriterOfAnIdleProcessAndNewOnesGoOn() {
        try (Journal gateway = open(); JournalWriter idle = gateway.newWriter(); Journal journal = open();
            JournalWriter writer = journal.newWriter()) {
            final TickInput tick = new TickInput();
            idle.tick(tick);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            write(writer);

            assertEquals(CYCLES, new Retention(journal, 1, 0, 0).remove(indexes.get(indexes.size() - 1)));

            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            final List<Long> expected = new ArrayList<>(indexes.subList(indexes.size() - RECORDS, indexes.size()));
            for (int i = 0; i < 3; i++) {
                idle.tick(tick);
                expected.add(tick.index);
                writer.tick(tick);
                expected.add(tick.index);
                now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
            try (Journal late = open(); JournalWriter newcomer = late.newWriter()) {
                newcomer.tick(tick);
                expected.add(tick.index);
            }
            assertEquals(expected, read(journal));
            try (Journal tool = Journal.openReadOnly(dir)) {
                assertEquals(expected, read(tool));
            }
        }
    }

    /** Appends records in consecutive seconds; the clock then shows the end of the last one. */
    private void write(final JournalWriter writer) {
        final TickInput tick = new TickInput();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = 0; i < RECORDS; i++) {
                writer.tick(tick);
                indexes.add(tick.index);
            }
            if (cycle < CYCLES - 1) {
                now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private static int rest(final JournalReader reader) {
        int count = 0;
        while (reader.next(in -> { })) {
            count++;
        }
        return count;
    }

    private static List<Long> read(final Journal journal) {
        final List<Long> found = new ArrayList<>();
        try (JournalReader reader = journal.newReader()) {
            while (reader.next(in -> found.add(in.index))) {
                continue;
            }
        }
        return found;
    }

    private Journal open() {
        return open(new AtomicLong());
    }

    private Journal open(final AtomicLong leaptNs) {
        return new Journal(new JournalContext().queueDir(dir).rollCycle("secondly-for-tests").blockSizeBytes(1 << 20)
            .clocks(() -> now.get() + leaptNs.get(), now::get));
    }
}
