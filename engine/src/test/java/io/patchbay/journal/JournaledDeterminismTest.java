package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.Scenario;
import io.patchbay.engine.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tests that a replay through a real journal, and a replay of a copy, have the outputs and the state hash of the live engine
 * after each record. Many seeds share a queue, each with an engine of its own.
 */
@Timeout(300)
class JournaledDeterminismTest {
    private static final int SEEDS = 2_000;
    private static final int RECORDS = 200;
    private static final int SEEDS_PER_QUEUE = 100;
    private static final long GAP_NS = TimeUnit.HOURS.toNanos(1);

    @TempDir
    Path dir;

    private final List<Run> live = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private Journal journal;
    private JournalWriter writer;
    private Scenario scenario;
    private int queues;

    @Test
    void shouldSayTheSameLiveReplayedAndFromACopy() {
        Seeds.forEach(SEEDS, seed -> {
            writeLive(seed);
            if (live.size() == SEEDS_PER_QUEUE) {
                compare();
            }
        });
        if (!live.isEmpty()) {
            compare();
        }

        System.out.println("occurred: " + counts);
        if (Long.getLong("patchbay.seed") == null) {
            for (final RecordKind kind : RecordKind.values()) {
                assertTrue(counts.getOrDefault(kind.wireName(), 0L) > 0, kind.wireName() + " never occurred");
            }
        }
    }

    private void writeLive(final long seed) {
        scenario = new Scenario(seed, journal == null ? GoldenFile.EPOCH_NS : scenario.timeNs() + GAP_NS);
        if (journal == null) {
            journal = new Journal(new JournalContext().queueDir(queueDir()).blockSizeBytes(1 << 20)
                .clock(() -> scenario.timeNs()));
            writer = journal.newWriter();
        }
        final Run run = new Run(seed);
        for (int i = 0; i < RECORDS; i++) {
            final Input in = scenario.next();
            in.applyTo(writer);
            run.apply(in);
            scenario.applied(in);
            counts.merge(in.kind().wireName(), 1L, Long::sum);
        }
        live.add(run);
    }

    private void compare() {
        replay(journal);
        writer.close();
        journal.close();
        final Path copy = dir.resolve("copy");
        copy(queueDir(), copy);
        delete(queueDir());
        try (Journal copied = Journal.openReadOnly(copy)) {
            replay(copied);
        }
        delete(copy);
        live.clear();
        journal = null;
        writer = null;
        queues++;
    }

    private void replay(final Journal from) {
        try (JournalReader reader = from.newReader()) {
            for (final Run expected : live) {
                final Run run = new Run(expected.seed);
                for (int i = 0; i < RECORDS; i++) {
                    assertTrue(reader.next(run::apply));
                    final int record = i;
                    assertEquals(expected.said[i], run.said[i], () -> "what was said, seed " + run.seed + ", record " + record);
                    assertEquals(expected.states[i], run.states[i], () -> "state, seed " + run.seed + ", record " + record);
                }
            }
            assertFalse(reader.next(in -> { }));
        }
    }

    /** An engine over the records of one seed, with its outputs and its state hash after each record. */
    private static final class Run {
        private final long seed;
        private final OutputHash outputs = new OutputHash();
        private final Engine engine = new Engine(outputs);
        private final long[] said = new long[RECORDS];
        private final long[] states = new long[RECORDS];
        private int records;

        private Run(final long seed) {
            this.seed = seed;
        }

        private void apply(final Input in) {
            in.applyTo(engine);
            said[records] = outputs.value();
            states[records++] = engine.stateHash();
        }
    }

    private Path queueDir() {
        return dir.resolve("queue-" + queues);
    }

    private static void copy(final Path from, final Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (final Path file : (Iterable<Path>)files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : (Iterable<Path>)files::iterator) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
