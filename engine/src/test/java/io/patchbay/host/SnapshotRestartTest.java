package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.JournalReader;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.Snapshots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Tests that a start from a snapshot equals a start from the journal, only faster. Damage to a snapshot costs time and nothing
 * else.
 */
@Timeout(120)
class SnapshotRestartTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private static final int BROADCASTS = 300;
    private static final int LARGE_BYTES = 60_000;
    private static final long PAUSE_NS = 500_000;

    @TempDir
    Path dir;

    /** Runs an engine with three snapshots and with records before, between and after them. */
    private static TestGateway live(final HostRig rig) {
        rig.useSnapshots();
        rig.startEngine();
        final TestGateway gateway = rig.startGateway();
        final long service = gateway.register("pricing", "quote");
        final long consumer = gateway.register("shop", "");
        for (int i = 0; i < 3; i++) {
            ask(rig, gateway, consumer, service);
            assertTrue(rig.takeSnapshot());
        }
        ask(rig, gateway, consumer, service);
        return gateway;
    }

    private static void ask(final HostRig rig, final TestGateway gateway, final long consumer, final long service) {
        final int before = gateway.frames("Request").size();
        for (int i = 0; i < 20; i++) {
            gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
        }
        rig.runUntil("the requests", () -> gateway.frames("Request").size() == before + 20);
        for (int i = 0; i < 15; i++) {
            gateway.reply(service, gateway.frames("Request").get(before + i));
        }
        rig.runUntilCaughtUp();
    }

    private static Engine fold(final HostRig rig) {
        final Engine engine = new Engine(new SilentOutputs());
        try (JournalReader reader = rig.journal.newReader()) {
            reader.poll(engine, Integer.MAX_VALUE);
        }
        return engine;
    }

    private static void assertSameAsFold(final HostRig rig) {
        final List<Long> checkpoints = rig.records(RecordKind.CHECKPOINT);
        assertFalse(checkpoints.isEmpty());
        final Engine engine = new Engine(new SilentOutputs());
        try (JournalReader reader = rig.journal.newReader()) {
            while (reader.next(in -> {
                if (in instanceof CheckpointInput checkpoint && checkpoint.at == engine.index()) {
                    assertEquals(engine.stateHash(), checkpoint.hash, Indexes.format(in.index));
                }
                in.applyTo(engine);
            })) {
                continue;
            }
        }
    }

    @Test
    void shouldGoOnFromTheNewestSnapshotAsFromTheWholeJournal() {
        try (HostRig rig = new HostRig(dir)) {
            final TestGateway gateway = live(rig);
            final long newest = Snapshots.indexOf(rig.snapshots.files().get(0));
            rig.killEngine();

            rig.startEngine();
            rig.runUntilCaughtUp();
            rig.stopEngine();

            rig.startEngine();
            rig.runUntilCaughtUp();
            assertEquals(newest, rig.engine.foldedFrom());
            rig.runUntil("its own records", () -> rig.engine.recordsApplied() == fold(rig).records());
            assertEquals(fold(rig).openCount(), rig.engine.openRequests());
            assertSameAsFold(rig);
            assertEquals(80, gateway.frames("Request").size());
        }
    }

    @Test
    void shouldTakeTheOneBeforeADamagedSnapshotAndAtLastTheWholeJournal() throws IOException {
        final Random random = new Random(7);
        try (HostRig rig = new HostRig(dir)) {
            live(rig);
            final List<Path> files = rig.snapshots.files();
            rig.killEngine();
            for (int damaged = 0; damaged < files.size(); damaged++) {
                final byte[] bytes = Files.readAllBytes(files.get(damaged));
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(files.get(damaged), bytes);

                rig.startEngine();
                rig.runUntilCaughtUp();
                final long expected = damaged + 1 < files.size() ? Snapshots.indexOf(files.get(damaged + 1)) : 0;
                assertEquals(expected, rig.engine.foldedFrom());
                rig.stopEngine();
            }
            assertSameAsFold(rig);
        }
    }

    @Test
    void shouldFindDamageAnywhereAndEveryTruncation() throws IOException {
        final Random random = new Random(3);
        try (HostRig rig = new HostRig(dir)) {
            live(rig);
            final Path file = rig.snapshots.files().get(0);
            final byte[] whole = Files.readAllBytes(file);
            Snapshot.open(file);
            for (int i = 0; i < whole.length; i += 1 + random.nextInt(5)) {
                final byte[] bytes = whole.clone();
                bytes[i] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                assertThrows(SnapshotException.class, () -> Snapshot.open(file), "byte " + i);
                Files.write(file, Arrays.copyOf(whole, i));
                assertThrows(SnapshotException.class, () -> Snapshot.open(file), "cut at " + i);
            }
            Files.write(file, Arrays.copyOf(whole, whole.length + 1));
            assertThrows(SnapshotException.class, () -> Snapshot.open(file));
        }
    }

    @Test
    void shouldPassOverASnapshotOfAnotherJournal() throws IOException {
        final Path other = dir.resolve("other");
        try (HostRig rig = new HostRig(dir.resolve("data")); HostRig foreign = new HostRig(other)) {
            live(foreign);
            foreign.killEngine();
            live(rig);
            rig.killEngine();
            for (final Path file : rig.snapshots.files()) {
                Files.delete(file);
            }
            final Path file = foreign.snapshots.files().get(0);
            Files.copy(file, rig.snapshots.dir().resolve(file.getFileName()));

            rig.startEngine();
            rig.runUntilCaughtUp();

            assertEquals(0, rig.engine.foldedFrom());
        }
    }

    @Test
    void shouldFoldFromFurtherBackForAGatewayThatHasNotHadAllBeforeTheSnapshot() {
        try (HostRig rig = new HostRig(dir)) {
            rig.useSnapshots();
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestGateway slow = rig.startGateway(rig.newLink(false));
            final long sender = gateway.register("pricing", "quote");
            rig.runUntil("the events", () -> slow.frames("Lifecycle").size() == 2);
            rig.runUntilCaughtUp();
            assertTrue(rig.takeSnapshot());
            final long first = Snapshots.indexOf(rig.snapshots.files().get(0));
            // The gateway is alive and holds its slot, but reads nothing for a while: more frames wait for it than its stream
            // holds.
            rig.gateways.remove(slow);
            for (int i = 0; i < BROADCASTS; i++) {
                gateway.broadcast(sender, new byte[LARGE_BYTES]);
                rig.runOnce();
            }
            rig.runUntil("all broadcasts", () -> gateway.frames("Broadcast").size() == BROADCASTS);
            rig.runUntilCaughtUp();
            assertTrue(rig.takeSnapshot());
            rig.killEngine();

            rig.gateways.add(slow);
            rig.startEngine();
            rig.runUntil("all broadcasts here too", () -> slow.frames("Broadcast").size() == BROADCASTS);
            rig.runUntilCaughtUp();

            assertEquals(first, rig.engine.foldedFrom());
            assertEquals(slow.frames.size(), slow.frames.stream().map(ReceivedFrame::key).distinct().count());
            assertTrue(rig.records(RecordKind.GATEWAY_LOST).isEmpty());
        }
    }

    @Test
    void shouldGiveUpAGatewayWhoseFramesAreGoneWithTheJournalsBeginning() throws IOException {
        try (HostRig rig = new HostRig(dir)) {
            rig.useSnapshots();
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestGateway slow = rig.startGateway(rig.newLink(false));
            final long sender = gateway.register("pricing", "quote");
            rig.runUntil("the events", () -> slow.frames("Lifecycle").size() == 2);
            rig.gateways.remove(slow);
            for (int i = 0; i < BROADCASTS; i++) {
                gateway.broadcast(sender, new byte[LARGE_BYTES]);
                rig.runOnce();
            }
            rig.runUntil("all broadcasts", () -> gateway.frames("Broadcast").size() == BROADCASTS);
            rig.runUntilCaughtUp();
            assertTrue(rig.takeSnapshot());
            final long snapshot = Snapshots.indexOf(rig.snapshots.files().get(0));
            rig.killEngine();
            Files.writeString(rig.journal.dir().resolve("pruned.properties"), "first=" + Indexes.format(snapshot) + "\n");

            rig.gateways.add(slow);
            rig.startEngine();
            rig.runUntil("the slow one to be told", () -> slow.writtenOff > 0);

            assertEquals(snapshot, rig.engine.foldedFrom());
            assertEquals(1, rig.records(RecordKind.GATEWAY_LOST).size());
            rig.runUntilCaughtUp();
            assertSameAsFold(rig);
        }
    }

    @Test
    void shouldRefuseToStartOnAPrunedJournalWithoutASnapshot() throws IOException {
        try (HostRig rig = new HostRig(dir)) {
            live(rig);
            rig.killEngine();
            for (final Path file : rig.snapshots.files()) {
                Files.delete(file);
            }
            Files.writeString(rig.journal.dir().resolve("pruned.properties"), "first=0x1\n");

            rig.startEngine();
            final CannotRunException refused = assertThrows(CannotRunException.class, rig::runUntilCaughtUp);

            assertTrue(refused.getMessage().contains("restore the snapshots from a copy"), refused.getMessage());
        }
    }

    @Test
    void shouldTakeSnapshotsByCountWhileTheEngineRuns() {
        try (HostRig rig = new HostRig(dir)) {
            rig.useSnapshots();
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long consumer = gateway.register("shop", "");
            try (SnapshotThread thread = new SnapshotThread(new SnapshotContext(rig.snapshots, rig.engine::snapshotIndex,
                rig.engine::recordsApplied, rig.engine::stateBytes, 10, 0, rig.maxFrameBytes, null, 1_000_000, 0))) {
                rig.runUntil("snapshots", () -> {
                    gateway.message(consumer, "nobody:here", "", 0, PAYLOAD);
                    LockSupport.parkNanos(PAUSE_NS);
                    return thread.taken() > Snapshots.KEPT;
                });
            }

            assertEquals(Snapshots.KEPT, rig.snapshots.files().size());
            final Snapshot newest = rig.snapshots.newest(snapshot -> true);
            final Engine engine = new Engine(new SilentOutputs());
            try (JournalReader reader = rig.journal.newReader()) {
                while (engine.index() < newest.head().index() && reader.poll(engine, 1) == 1) {
                    continue;
                }
            }
            assertTrue(newest.isStateOf(engine));
        }
    }

    @Test
    void shouldAllowNoSnapshotOfWhatALossOfPowerCanTake() {
        try (HostRig rig = new HostRig(dir)) {
            rig.durability = Durability.interval(Durability.MAX_INTERVAL_MS);
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            gateway.register("shop", "");
            rig.runUntil("applied", () -> rig.engine.isCaughtUp() && rig.engine.lastApplied() == rig.journal.lastIndex());
            assertTrue(rig.engine.snapshotIndex() < rig.engine.lastApplied());

            rig.skip(Durability.MAX_INTERVAL_MS / 1_000 + 1);

            rig.runUntil("on the disk", () -> rig.engine.snapshotIndex() == rig.engine.lastApplied());
        }
    }

    @Test
    void shouldRemoveSnapshotsOfRecordsThatTheJournalHasLost() throws IOException {
        try (HostRig rig = new HostRig(dir)) {
            live(rig);
            final Path newest = rig.snapshots.files().get(0);
            final int count = rig.snapshots.files().size();
            for (int i = 1; i <= Snapshots.KEPT; i++) {
                final String name = String.format(Locale.ROOT, "%016x.snapshot", rig.journal.lastIndex() + i);
                Files.copy(newest, rig.snapshots.dir().resolve(name));
            }

            rig.snapshots.removeOld();

            assertEquals(newest, rig.snapshots.files().get(0));
            assertEquals(Math.min(count, Snapshots.KEPT), rig.snapshots.files().size());
        }
    }
}
