package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.Scenario;
import io.patchbay.engine.testkit.Seeds;
import io.patchbay.host.SnapshotTaker;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.Retention;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.EventPrinter;
import io.patchbay.replay.print.Format;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.Snapshots;

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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Replays journals of random records, with snapshots like those of a server.
 *
 * <p>A replay from any snapshot must print what a replay from the start prints, and {@code verify} must find a wrong snapshot.
 * Where retention has removed the first records, the tool must start from a snapshot, print that it did, and print the same about
 * the records that are left.
 */
@Timeout(180)
class SnapshotsAndRetentionTest {
    private static final int SEEDS = 3;
    private static final int RECORDS = 400;
    private static final int CHECKPOINT_EVERY = 50;
    private static final long LATER_NS = TimeUnit.MINUTES.toNanos(5);

    @TempDir
    Path dir;

    private long extraNs;

    @Test
    void shouldReplayFromAnySnapshotAsFromTheStartAndFromTheOldestWherePruned() {
        Seeds.forEach(SEEDS, this::run);
    }

    private void run(final long seed) {
        final SplittableRandom random = new SplittableRandom(~seed);
        final Path data = dir.resolve("data-" + seed);
        final Scenario scenario = new Scenario(seed, GoldenFile.EPOCH_NS);
        extraNs = 0;
        final JournalContext context = new JournalContext().dataDirectory(DataDirectory.open(data))
            .rollCycle("secondly-for-tests").blockSizeBytes(1 << 20).clock(() -> scenario.timeNs() + extraNs);
        try (Journal journal = new Journal(context)) {
            final Snapshots snapshots = new Snapshots(journal);
            write(journal, snapshots, scenario, random);
            final List<String> events = Ran.on(data, "events").lines();
            final String state = Ran.on(data, "state").lines().get(0);
            final List<Snapshot> all = snapshots.all();
            final Ran verified = Ran.on(data, "verify");
            assertEquals(0, verified.exitCode, verified.err);
            assertTrue(verified.out.contains("\"snapshots\":" + all.size() + ','), verified.out);
            for (final Snapshot snapshot : all) {
                replayFrom(snapshot, journal, events);
            }
            damage(data, all.get(random.nextInt(all.size())));
            extraNs = LATER_NS;
            prune(data, journal, all, all.get(1 + random.nextInt(all.size() - 1)), events, state);
        }
    }

    private static void write(final Journal journal, final Snapshots snapshots, final Scenario scenario,
        final SplittableRandom random) {
        final Engine engine = new Engine(new SilentOutputs());
        try (JournalWriter writer = journal.newWriter();
            SnapshotTaker taker = new SnapshotTaker(snapshots, 65_536, () -> true)) {
            for (int i = 1; i <= RECORDS; i++) {
                final Input in = scenario.next();
                if (in instanceof CheckpointInput checkpoint) {
                    fill(checkpoint, engine);
                }
                put(in, writer, engine, scenario);
                if (i % CHECKPOINT_EVERY == 0) {
                    final CheckpointInput checkpoint = new CheckpointInput();
                    fill(checkpoint, engine);
                    put(checkpoint, writer, engine, scenario);
                }
                if (random.nextInt(60) == 0 || i == RECORDS / 2 || i == RECORDS - 50) {
                    taker.take(engine.index());
                }
                if (random.nextInt(150) == 0) {
                    // As after a restart, the next snapshot's engine begins with the file.
                    taker.forget();
                }
            }
        }
    }

    private static void put(final Input in, final JournalWriter writer, final Engine engine, final Scenario scenario) {
        in.applyTo(writer);
        in.applyTo(engine);
        scenario.applied(in);
    }

    private static void fill(final CheckpointInput in, final Engine engine) {
        in.at = engine.index();
        in.hash = engine.stateHash();
        in.records = engine.records();
    }

    private static void replayFrom(final Snapshot snapshot, final Journal journal, final List<String> events) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Engine whole = new Engine(new SilentOutputs());
        try (ReplayReport report = new ReplayReport(out, Format.json); JournalReader reader = journal.newReader();
            JournalReader tail = journal.newReader()) {
            reader.poll(whole, Integer.MAX_VALUE);
            final Engine engine = new Engine(new EventPrinter(report, null));
            snapshot.readState(engine);
            tail.moveTo(engine.index() + 1);
            tail.poll(engine, Integer.MAX_VALUE);
            assertEquals(whole.stateHash(), engine.stateHash(), snapshot.toString());
            assertEquals(whole.records(), engine.records());
        }
        final String printed = out.toString(StandardCharsets.UTF_8);
        assertEquals(after(events, snapshot.head().index()), printed.isEmpty() ? List.of() : Arrays.asList(printed.split("\n")));
    }

    private static void damage(final Path data, final Snapshot snapshot) {
        try {
            final byte[] whole = Files.readAllBytes(snapshot.file());
            final byte[] bytes = whole.clone();
            bytes[bytes.length / 2] ^= 1;
            Files.write(snapshot.file(), bytes);
            final Ran verified = Ran.on(data, "verify");
            assertEquals(1, verified.exitCode);
            assertTrue(verified.err.contains("its checksum is wrong"), verified.err);
            final String differs = Indexes.format(snapshot.head().index());
            assertTrue(verified.out.contains("\"ok\":false,\"differs\":\"" + differs), verified.out);
            Files.write(snapshot.file(), whole);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prune(final Path data, final Journal journal, final List<Snapshot> all, final Snapshot needed,
        final List<String> events, final String state) {
        final List<String> before = new ArrayList<>();
        for (final Snapshot snapshot : all) {
            before.add(Ran.on(data, "state", "--at", Indexes.format(snapshot.head().index())).lines().get(0));
        }
        final List<String> exported = Ran.on(data, "export").lines();
        if (new Retention(journal, 1, 0).remove(needed.head().index()) == 0) {
            return;
        }
        final Snapshot oldest = all.stream().filter(snapshot -> snapshot.head().index() >= journal.prunedBefore()).findFirst()
            .orElseThrow();
        final String said = "starting from the snapshot at " + Indexes.format(oldest.head().index());

        final Ran verified = Ran.on(data, "verify");
        assertEquals(0, verified.exitCode, verified.err);
        assertTrue(verified.err.contains(said), verified.err);
        final Ran now = Ran.on(data, "state");
        assertEquals(state, now.out.strip());
        assertTrue(now.err.contains(said), now.err);
        final String left = Ran.on(data, "events").out;
        assertEquals(after(events, oldest.head().index()), left.isEmpty() ? List.of() : Arrays.asList(left.split("\n")));
        for (int i = 0; i < all.size(); i++) {
            final long index = all.get(i).head().index();
            final Ran then = Ran.on(data, "state", "--at", Indexes.format(index));
            if (index >= oldest.head().index()) {
                assertEquals(before.get(i), then.out.strip());
            } else {
                assertEquals(3, then.exitCode);
                assertTrue(then.err.contains("is not known any more"), then.err);
            }
        }
        assertEquals(0, Ran.on(data, "stats").exitCode);
        final Ran export = Ran.on(data, "export");
        assertTrue(export.err.contains("The journal begins at " + Indexes.format(journal.prunedBefore())), export.err);
        final List<String> exportedLeft = Arrays.asList(export.out.split("\n"));
        assertTrue(exportedLeft.size() < exported.size());
        assertEquals(withoutNames(exported.subList(exported.size() - exportedLeft.size(), exported.size())),
            withoutNames(exportedLeft));
    }

    /** Returns exported lines without the names, since those of removed records are not known any more. */
    private static List<String> withoutNames(final List<String> exported) {
        return exported.stream().map(line -> line.replaceAll("\"(consumer|name|session)\":\"[^\"]*\",?", "")).toList();
    }

    private static List<String> after(final List<String> events, final long index) {
        return events.stream().filter(line -> Indexes.parse(line.replaceAll(".*\"index\":\"(0x[0-9a-f]+)\",\"time\".*", "$1"))
            > index).toList();
    }
}
