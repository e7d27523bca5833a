package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.Scenario;
import io.patchbay.engine.testkit.Seeds;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.EventPrinter;
import io.patchbay.replay.print.Format;
import io.patchbay.replay.print.ReplayReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the tool's commands on journals of random records with true checkpoints. The commands must agree with the live engine and
 * with each other.
 */
@Timeout(120)
class ReplayDeterminismTest {
    private static final int SEEDS = 10;
    private static final int RECORDS = 400;
    private static final int CHECKPOINT_EVERY = 50;

    @TempDir
    Path dir;

    @Test
    void shouldAgreeWithTheLiveEngine() {
        Seeds.forEach(SEEDS, this::run);
    }

    private void run(final long seed) {
        final Path live = dir.resolve("live-" + seed);
        final ByteArrayOutputStream events = new ByteArrayOutputStream();
        final List<CheckpointInput> checkpoints = new ArrayList<>();
        final long last = write(live, seed, events, checkpoints);

        assertEquals(events.toString(StandardCharsets.UTF_8), Ran.on(live, "events").out);
        final String verified = Ran.on(live, "verify").lines().get(0);
        assertTrue(verified.contains("\"checkpoints\":" + checkpoints.size() + ','), verified);
        assertTrue(verified.endsWith("\"last\":\"" + Indexes.format(last) + "\",\"ok\":true,\"differs\":null}"), verified);
        for (final CheckpointInput checkpoint : checkpoints.subList(0, 3)) {
            final String state = Ran.on(live, "state", "--at", Indexes.format(checkpoint.at)).lines().get(0);
            assertTrue(state.startsWith("{\"index\":\"" + Indexes.format(checkpoint.at)), state);
            assertTrue(state.contains("\"hash\":\"" + Indexes.format(checkpoint.hash) + '"'), state);
        }

        final Path copy = dir.resolve("copy-" + seed);
        copy(live, copy);
        for (final String command : List.of("events", "state", "verify", "stats", "export")) {
            assertEquals(Ran.on(live, command).out, Ran.on(copy, command).out, command);
        }
    }

    /** Returns the index of the last record. */
    private static long write(final Path queueDir, final long seed, final ByteArrayOutputStream events,
        final List<CheckpointInput> checkpoints) {
        final Scenario scenario = new Scenario(seed, GoldenFile.EPOCH_NS);
        final JournalContext context = new JournalContext().queueDir(queueDir).blockSizeBytes(1 << 20).clock(scenario::timeNs);
        try (Journal journal = new Journal(context); JournalWriter writer = journal.newWriter();
            ReplayReport report = new ReplayReport(events, Format.json)) {
            final Engine engine = new Engine(new EventPrinter(report, null));
            for (int i = 1; i <= RECORDS; i++) {
                final Input in = scenario.next();
                if (in instanceof CheckpointInput) {
                    // The generator's checkpoints have random hashes.
                    checkpoint((CheckpointInput)in, engine, checkpoints);
                }
                in.applyTo(writer);
                in.applyTo(engine);
                scenario.applied(in);
                if (i % CHECKPOINT_EVERY == 0) {
                    final CheckpointInput checkpoint = new CheckpointInput();
                    checkpoint(checkpoint, engine, checkpoints);
                    checkpoint.applyTo(writer);
                    checkpoint.applyTo(engine);
                    scenario.applied(checkpoint);
                }
            }
            return engine.index();
        }
    }

    private static void checkpoint(final CheckpointInput in, final Engine engine, final List<CheckpointInput> checkpoints) {
        in.at = engine.index();
        in.hash = engine.stateHash();
        in.records = engine.records();
        checkpoints.add(in);
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
}
