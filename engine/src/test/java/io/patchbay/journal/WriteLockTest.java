package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.TickInput;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tests that the operating system's locks show the holder of the journal's write lock and whether it is dead, wherever processes
 * are.
 */
@Timeout(120)
class WriteLockTest {
    private static final List<String> UNSHARE = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    @TempDir
    Path dir;

    /** The PID namespace of the other process. */
    enum Place {
        /** That of this process. */
        HERE,
        /** A namespace of its own, in which it has the process id 1. */
        OTHER_PID_NAMESPACE
    }

    /** A process that takes the write lock and keeps it until it is killed. */
    public static final class LockHolder {
        private LockHolder() {
        }

        public static void main(final String[] args) throws InterruptedException {
            try (Journal journal = new Journal(new JournalContext().queueDir(Path.of(args[0])))) {
                journal.writeLock().lock();
                System.out.println("locked");
                Thread.sleep(TimeUnit.MINUTES.toMillis(2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void shouldTakeTheLockFromTheDeadAndFromNobodyElse(final Place where) throws Exception {
        final TickInput tick = new TickInput();
        try (Journal journal = new Journal(new JournalContext().queueDir(dir).timeoutMs(50));
            JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
            final Path out = dir.resolve("out");
            final Process holder = JavaProcess.start(prefix(where), LockHolder.class, out, dir.toString());
            try {
                await(() -> Files.readString(out).contains("locked"));

                final JournalException refused = assertThrows(JournalException.class, () -> writer.tick(tick));
                assertTrue(refused.getMessage().contains("is held by process "), refused.getMessage());
                final JournalException closed = assertThrows(JournalException.class,
                    () -> new Journal(new JournalContext().queueDir(dir).timeoutMs(50)).close());
                assertTrue(closed.getMessage().contains("is held by process "), closed.getMessage());
                assertTrue(journal.writeLock().locked(), "whoever opens it leaves the lock to the living");
            } finally {
                holder.destroyForcibly().waitFor();
            }

            awaitTick(writer, tick);
            assertEquals(1, journal.rollCycle().toSequenceNumber(tick.index));
        }
    }

    @Test
    void shouldTakeTheLockFromOneBeforeInTheSamePlace() {
        final TickInput tick = new TickInput();
        try (Journal journal = new Journal(new JournalContext().queueDir(dir).timeoutMs(50));
            JournalWriter writer = journal.newWriter()) {
            writer.tick(tick);
            for (int i = 0; i < 3; i++) {
                try (Journal left = new Journal(new JournalContext().queueDir(dir))) {
                    left.writeLock().lock();
                }

                try (Journal next = new Journal(new JournalContext().queueDir(dir))) {
                    assertFalse(next.writeLock().locked());
                    writer.tick(tick);
                }
            }
            assertEquals(3, journal.rollCycle().toSequenceNumber(tick.index));
        }
    }

    @Test
    void shouldOrderRecordsOfProcessesWithTheSameId() throws Exception {
        final int each = 50_000;
        final List<Process> writers = new ArrayList<>();
        for (int who = 1; who <= 3; who++) {
            writers.add(JavaProcess.start(prefix(Place.OTHER_PID_NAMESPACE), JournalAppender.class, dir.resolve("out" + who),
                dir.resolve("queue").toString(), Integer.toString(who), Integer.toString(each), "daily"));
        }
        for (final Process writer : writers) {
            assertEquals(0, writer.waitFor());
        }

        final long[] next = new long[4];
        try (Journal journal = Journal.openReadOnly(dir.resolve("queue")); JournalReader reader = journal.newReader()) {
            while (reader.next(in -> {
                final MessageInput message = (MessageInput)in;
                assertEquals(next[(int)message.idHi]++, message.idLo, "of writer " + message.idHi);
            })) {
                assertTrue(reader.index() > 0);
            }
        }
        assertEquals(3L * each, next[1] + next[2] + next[3]);
    }

    @Test
    void shouldKeepWritersOutWhereTheTableOrThePlacesAreGoneOrOthers() throws Exception {
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            writer.tick(new TickInput());
            for (final String name : List.of("metadata.cq4t", "writers")) {
                final Path file = dir.resolve(name);
                final Path aside = Files.move(file, dir.resolve("aside"));

                assertOpeningRefused(name);
                Files.copy(aside, file);
                assertOpeningRefused(name);

                Files.delete(file);
                Files.move(aside, file);
                new Journal(new JournalContext().queueDir(dir)).close();
            }
            writer.tick(new TickInput());
        }
    }

    private void assertOpeningRefused(final String name) {
        final RuntimeException e =
            assertThrows(RuntimeException.class, () -> new Journal(new JournalContext().queueDir(dir)).close());
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains("removed or replaced"), e.getMessage());
    }

    private static List<String> prefix(final Place where) throws Exception {
        if (where == Place.HERE) {
            return List.of();
        }
        final List<String> trial = new ArrayList<>(UNSHARE);
        trial.add("true");
        try {
            Assumptions.assumeTrue(new ProcessBuilder(trial).inheritIO().start().waitFor() == 0,
                "SKIPPED: this user may not make PID namespaces (unshare)");
        } catch (final IOException e) {
            Assumptions.abort("SKIPPED: there is no unshare: " + e);
        }
        return UNSHARE;
    }

    /** Appends a tick. A killed process keeps its locks for a moment, and this one gives up after ten times its timeout. */
    private static void awaitTick(final JournalWriter writer, final TickInput tick) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                writer.tick(tick);
                return;
            } catch (final JournalException e) {
                assertTrue(System.nanoTime() < deadline, e.getMessage());
            }
        }
    }

    /** A condition that may read files. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(final Condition condition) throws IOException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }
}
