package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.TickInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tests reading by the headers in a block, with everything that ends a block, while pages are populated ahead of the writer.
 */
@Timeout(60)
class JournalWalkTest {
    private static final long START_NS = TimeUnit.SECONDS.toNanos(1_700_000_000);

    @TempDir
    private Path dir;
    private final AtomicLong now = new AtomicLong(START_NS);

    @Test
    void shouldReadEachRecordOnceAcrossBlocksAndCyclesWhileItIsWritten() {
        final List<Long> written = new ArrayList<>();
        final List<Long> read = new ArrayList<>();
        try (Journal journal = new Journal(context(true)); JournalWriter writer = journal.newWriter();
            JournalReader reader = journal.newReader()) {
            for (int i = 0; i < 6_000; i++) {
                final MessageInput in = Samples.message(2 + i % 600);
                in.idLo = i;
                writer.message(in);
                written.add(in.index);
                if (i % 7 == 0) {
                    while (reader.next(record -> read.add(record.index))) {
                        assertTrue(reader.index() > 0);
                    }
                }
                if (i % 1_500 == 1_499) {
                    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
                }
            }
            while (reader.next(record -> read.add(record.index))) {
                assertEquals(read.get(read.size() - 1), reader.index());
            }
        }

        assertEquals(written, read);
        final List<Long> again = new ArrayList<>();
        try (Journal journal = Journal.openReadOnly(dir); JournalReader reader = journal.newReader()) {
            while (reader.next(record -> {
                assertEquals(again.size(), ((MessageInput)record).idLo);
                again.add(record.index);
            })) {
                assertEquals(again.get(again.size() - 1), reader.index());
            }
        }
        assertEquals(written, again);
    }

    @Test
    void shouldBeAtTheEndOnlyUntilAnyoneAppends() {
        try (Journal journal = new Journal(context(false)); JournalWriter writer = journal.newWriter();
            Journal other = new Journal(context(false)); JournalWriter otherWriter = other.newWriter();
            JournalReader reader = journal.newReader()) {
            final TickInput tick = new TickInput();
            assertFalse(reader.isAtEnd());
            writer.tick(tick);
            assertTrue(reader.next(in -> { }));
            assertTrue(reader.isAtEnd());
            assertFalse(reader.next(in -> { }));

            otherWriter.tick(tick);

            assertFalse(reader.isAtEnd());
            assertTrue(reader.next(in -> assertEquals(tick.index, in.index)));
            assertTrue(reader.isAtEnd());
            reader.moveTo(0);
            assertFalse(reader.isAtEnd());
        }
    }

    @Test
    void shouldCountEachAppendOnce() {
        try (Journal journal = new Journal(new JournalContext().queueDir(dir).blockSizeBytes(1 << 20));
            JournalWriter writer = journal.newWriter()) {
            assertEquals(0, writer.appendStalls().withinNs(0.5));
            for (int i = 0; i < 1_000; i++) {
                writer.tick(new TickInput());
            }

            final AppendStalls stalls = writer.appendStalls();
            assertEquals(1_000, stalls.total());
            assertTrue(stalls.withinNs(0.5) <= stalls.withinNs(0.9999));
            assertTrue(stalls.maxNs() > 0);
        }
    }

    private JournalContext context(final boolean preTouch) {
        return new JournalContext().queueDir(dir).rollCycle("secondly-for-tests").preTouch(preTouch)
            .blockSizeBytes(JournalContext.MIN_BLOCK_SIZE_BYTES).clock(now::get);
    }
}
