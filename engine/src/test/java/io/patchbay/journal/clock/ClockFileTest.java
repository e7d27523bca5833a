package io.patchbay.journal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The clock that the processes of a data directory share by a file. */
@Timeout(60)
class ClockFileTest {
    private static final long TOLERANCE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path dir;

    @Test
    void shouldTellTheMachinesTime() {
        try (Journal journal = open()) {
            final long wallNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            assertTrue(Math.abs(journal.clock().nanoTime() - wallNs) < TOLERANCE_NS);
            assertTrue(Math.abs(journal.clock().differenceNs()) < TOLERANCE_NS);
        }
    }

    @Test
    void shouldShareOneClock() {
        try (Journal one = open(); Journal other = open()) {
            for (int i = 0; i < 1_000; i++) {
                final long before = one.clock().nanoTime();
                final long between = other.clock().nanoTime();
                final long after = one.clock().nanoTime();

                assertTrue(before <= between && between <= after);
            }
        }
    }

    @Test
    void shouldBeginAnewWhereTheFileIsOfAnotherRunOrIsDamagedOrGone() throws Exception {
        final TickInput first = new TickInput();
        try (Journal journal = open(); JournalWriter writer = journal.newWriter()) {
            writer.tick(first);
        }
        final Path file = dir.resolve(DataDirectory.CLOCK);
        final byte[] noise = new byte[ClockAnchor.BYTES];
        new Random(7).nextBytes(noise);
        for (final byte[] bytes : new byte[][] {{}, {1, 2, 3}, noise, null}) {
            if (bytes == null) {
                Files.delete(file);
            } else {
                Files.write(file, bytes);
            }
            final TickInput next = new TickInput();

            try (Journal journal = open(); JournalWriter writer = journal.newWriter()) {
                writer.tick(next);
            }

            assertTrue(next.timeNs >= first.timeNs && next.timeNs - first.timeNs < TOLERANCE_NS, "at " + next.timeNs);
            assertEquals(ClockAnchor.BYTES, Files.size(file));
        }
    }

    @Test
    void shouldKnowTheRunOfTheMachine() {
        assertEquals(ClockFile.runOfTheMachine(), ClockFile.runOfTheMachine());
        assertNotEquals(0, ClockFile.runOfTheMachine());
    }

    private Journal open() {
        return new Journal(new JournalContext().dataDirectory(DataDirectory.open(dir)).blockSizeBytes(1 << 20));
    }
}
