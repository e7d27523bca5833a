package io.patchbay.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * Tests the log line of a stopping server about its appends.
 */
@Timeout(30)
class AppendLineTest {
    @TempDir
    Path dir;

    @Test
    void shouldCountAllAppendsAndGiveTheirTail() {
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            for (int i = 0; i < 3; i++) {
                writer.tick(new TickInput());
            }

            final String line = AppendLine.of(writer.appendStalls());

            assertTrue(line.matches("journal appends: 3, p50 < \\d+ [num]s, p99 < \\d+ [num]s, p99\\.9 < \\d+ [num]s, "
                + "p99\\.99 < \\d+ [num]s, max \\d+ [num]s"), line);
        }
    }

    @Test
    void shouldChooseTheUnitByTheLength() {
        assertEquals("0 ns", AppendLine.time(0));
        assertEquals("8192 ns", AppendLine.time(8_192));
        assertEquals("16 us", AppendLine.time(16_384));
        assertEquals("25 ms", AppendLine.time(25_000_000));
    }
}
