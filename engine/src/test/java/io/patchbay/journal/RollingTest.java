package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.file.QueueFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Tests that new files begin under load, after idle days, and after a writer was killed while it began one. No record is lost,
 * the order is kept, and the next writer goes on. {@code -Dpatchbay.kills=N} for more kills.
 */
@Timeout(180)
class RollingTest {
    private static final String SECONDLY = "secondly-for-tests";

    @TempDir
    Path dir;

    private final AtomicLong now = new AtomicLong(1_795_348_800L * 1_000_000_000L);

    @Test
    void shouldRollUnderLoadWithoutLosingOrReorderingARecord() {
        final int records = 200_000;
        try (Journal journal = open(dir, SECONDLY); JournalWriter writer = journal.newWriter();
            JournalReader reader = journal.newReader()) {
            final MessageInput in = Samples.message(100);
            final long[] next = new long[1];
            for (int i = 0; i < records; i++) {
                in.idLo = i;
                writer.message(in);
                now.addAndGet(TimeUnit.MICROSECONDS.toNanos(100));
                if (i % 100 == 0) {
                    while (reader.next(record -> assertEquals(next[0]++, ((MessageInput)record).idLo))) {
                        continue;
                    }
                }
            }
            while (reader.next(record -> assertEquals(next[0]++, ((MessageInput)record).idLo))) {
                continue;
            }

            assertEquals(records, next[0]);
            assertTrue(journal.cycleFiles().size() >= 20, () -> "files " + journal.cycleFiles().size());
        }
    }

    @Test
    void shouldRollAfterIdleDaysForWhoeverWritesFirst() {
        for (final String cycle : List.of("daily", "hourly", SECONDLY)) {
            final Path place = dir.resolve(cycle);
            try (Journal engine = open(place, cycle); JournalWriter ticks = engine.newWriter();
                Journal gateway = open(place, null); JournalWriter frames = gateway.newWriter();
                JournalReader reader = engine.newReader()) {
                final List<Long> written = new ArrayList<>();
                final List<Long> read = new ArrayList<>();
                final TickInput tick = new TickInput();
                for (int day = 0; day < 30; day++) {
                    for (final JournalWriter writer : day % 2 == 0 ? List.of(ticks, frames) : List.of(frames, ticks)) {
                        writer.tick(tick);
                        written.add(tick.index);
                    }
                    while (reader.next(in -> read.add(in.index))) {
                        continue;
                    }
                    now.addAndGet(TimeUnit.HOURS.toNanos(day % 5 * 31L));
                }

                assertEquals(written, read);
                assertEquals(written.stream().sorted().toList(), written);
                assertTrue(engine.cycleFiles().size() > 20, () -> cycle + " files " + engine.cycleFiles().size());
            }
        }
    }

    @Test
    void shouldGoOnAfterAWriterWasKilledWhileItBeganAFile() throws Exception {
        final int kills = Integer.getInteger("patchbay.kills", 2);
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("seed " + seed + ", kills " + kills);
        final Random random = new Random(seed);
        for (int kill = 0; kill < kills; kill++) {
            final Path place = dir.resolve("kill-" + kill);
            final Process process = JavaProcess.start(JournalAppender.class, Files.createTempFile("appender", ".out"),
                place.toString(), "1", "0", SECONDLY);
            try {
                final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (!QueueFiles.hasRecords(place) || QueueFiles.records(place).size() < 2) {
                    assertTrue(System.nanoTime() < deadline && process.isAlive(), "no second file");
                    LockSupport.parkNanos(100_000);
                }
                // The kill comes around the moment at which the next file begins.
                final long toRollNs = 1_000_000_000L - System.currentTimeMillis() % 1_000 * 1_000_000L;
                LockSupport.parkNanos(toRollNs - 2_000_000 + random.nextInt(6_000_000));
            } finally {
                process.destroyForcibly().waitFor();
            }

            final String which = "seed " + seed + ", kill " + kill;
            final long[] next = new long[1];
            final TickInput tick = new TickInput();
            try (Journal journal = new Journal(new JournalContext().queueDir(place)); JournalWriter writer = journal.newWriter();
                JournalReader reader = journal.newReader()) {
                while (reader.next(in -> assertEquals(next[0]++, ((MessageInput)in).idLo, which))) {
                    continue;
                }
                writer.tick(tick);
                assertTrue(reader.next(in -> assertEquals(tick.index, in.index, which)), which);
            }
            assertTrue(next[0] > 0, which);
        }
    }

    @Test
    void shouldRefuseAnotherCycleThanTheJournalHasAndAnUnknownOne() {
        open(dir, "hourly").close();

        final IllegalArgumentException other = assertThrows(IllegalArgumentException.class, () -> open(dir, "daily"));
        final IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> open(dir, "yearly"));

        assertTrue(other.getMessage().contains("--roll-cycle daily: the journal in " + dir + " exists and rolls hourly"),
            other.getMessage());
        assertTrue(unknown.getMessage().contains("use one of daily, hourly"), unknown.getMessage());
        open(dir, null).close();
        open(dir, "hourly").close();
        for (final String name : List.of("FAST_HOURLY", "WEEKLY", "TEST_DAILY", "DAILY", "yearly", "", "half-hourly")) {
            final IllegalArgumentException chronicle = assertThrows(IllegalArgumentException.class,
                () -> open(dir.resolve("new"), name));
            assertTrue(chronicle.getMessage().contains("use one of daily, hourly, ten-minutely, five-minutely"),
                chronicle.getMessage());
        }
    }

    private Journal open(final Path place, final String cycle) {
        return new Journal(new JournalContext().queueDir(place).rollCycle(cycle).blockSizeBytes(1 << 20).clock(now::get));
    }
}
