package io.patchbay.host;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.data.DataDirectory;
import io.patchbay.delivery.TestGateway;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.snapshot.Snapshots;

import org.agrona.CloseHelper;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.junit.jupiter.api.Assertions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A data directory with a journal, and the engine and gateways that a test starts on it. Everything runs on the test's thread.
 */
final class HostRig implements AutoCloseable {
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(15);

    final DataDirectory directory;
    final Journal journal;
    final List<TestGateway> gateways = new ArrayList<>();
    EngineAgent engine;
    AeronLink engineLink;
    int maxFrameBytes = 65_536;
    long windowBytes = 8 << 20;
    long windowTotalBytes = 256 << 20;
    Durability durability = Durability.NONE;
    final List<BooleanSupplier> others = new ArrayList<>();
    /** Snapshots of the journal; null: each fold begins at the start. */
    Snapshots snapshots;
    private SnapshotTaker taker;
    private final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
    private final long originNs = System.nanoTime();
    private final List<AutoCloseable> lost = new ArrayList<>();
    private long skippedNs;
    private long leaptNs;
    private int slowness = 1;

    HostRig(final Path dir) {
        directory = DataDirectory.open(dir);
        journal = new Journal(new JournalContext().dataDirectory(directory).clocks(() -> nanoTime() + leaptNs, this::nanoTime));
    }

    /** Returns the time plus the time that a test has skipped. */
    private long nanoTime() {
        return clock.nanoTime() + skippedNs;
    }

    /** Skips a number of seconds. */
    void skip(final long seconds) {
        skippedNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Lets the wall clock leap, and no time pass. */
    void leap(final long seconds) {
        leaptNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Creates a link, which launches the driver if asked to and none runs. */
    AeronLink newLink(final boolean launchDriver) {
        return new AeronLink(new AeronLinkContext()
            .dataDirectory(directory).launchDriver(launchDriver).maxFrameBytes(maxFrameBytes)
            .nanoClock(() -> System.nanoTime() + skippedNs).name("test-engine"));
    }

    TestGateway startGateway() {
        return startGateway(newLink(true));
    }

    TestGateway startGateway(final AeronLink link) {
        final TestGateway gateway = new TestGateway(directory, journal, link);
        gateways.add(gateway);
        return gateway;
    }

    void killGateway(final TestGateway gateway) {
        gateways.remove(gateway);
        gateway.close();
    }

    void startEngine() {
        startEngine(newLink(false));
    }

    void startEngine(final AeronLink link) {
        engineLink = link;
        engine = new EngineAgent(new EngineHostContext()
            .slots(directory)
            .journal(journal)
            .link(engineLink)
            .nanoClock(this::engineNanoTime)
            .maxFrameBytes(maxFrameBytes)
            .windowBytes(windowBytes)
            .windowTotalBytes(windowTotalBytes)
            .durability(durability)
            .snapshots(snapshots));
    }

    /** Lets later folds begin at snapshots. */
    void useSnapshots() {
        snapshots = new Snapshots(journal);
        taker = new SnapshotTaker(snapshots, maxFrameBytes, () -> true);
    }

    /** Takes a snapshot at the last record applied. Returns false if none was applied since the last snapshot. */
    boolean takeSnapshot() {
        final boolean isDue = engine != null && engine.lastApplied() > 0
            && (snapshots.files().isEmpty() || Snapshots.indexOf(snapshots.files().get(0)) < engine.lastApplied());
        if (isDue) {
            taker.take(engine.lastApplied());
        }
        return isDue;
    }

    /** Slows the time of engines that are started from now on, so that a wait which should not happen exceeds any deadline. */
    void slow(final int times) {
        slowness = times;
    }

    private long engineNanoTime() {
        return originNs + (System.nanoTime() - originNs) / slowness + skippedNs;
    }

    /** Kills the engine as {@link #killEngine()} does, but its client of the media driver stays for now. */
    void loseEngine() {
        lost.add(engineLink);
        lost.add(engine::abandon);
        engine = null;
    }

    /** Kills the engine like the death of its process: it writes nothing more. */
    void killEngine() {
        engine.abandon();
        engine = null;
        engineLink.close();
    }

    void stopEngine() {
        engine.onClose();
        engine = null;
        engineLink.close();
    }

    /** Runs everything until a condition holds; fails if that takes too long. */
    void runUntil(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + WAIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                Assertions.fail("waited in vain: " + what);
            }
            if (runOnce() == 0) {
                LockSupport.parkNanos(50_000);
            }
        }
    }

    int runOnce() {
        int work = 0;
        for (final TestGateway gateway : gateways) {
            work += gateway.doWork();
        }
        if (engine != null) {
            work += engine.doWork();
        }
        for (final BooleanSupplier other : others) {
            work += other.getAsBoolean() ? 1 : 0;
        }
        return work;
    }

    void runUntilCaughtUp() {
        final long last = journal.lastIndex();
        runUntil("the engine to catch up", () -> engine.isCaughtUp() && engine.lastApplied() >= last);
    }

    /** Returns the indexes of the records of a kind that are in the journal now. */
    List<Long> records(final RecordKind kind) {
        final List<Long> found = new ArrayList<>();
        try (JournalReader reader = journal.newReader()) {
            while (reader.next(in -> note(in, kind, found))) {
                continue;
            }
        }
        return found;
    }

    private static void note(final Input in, final RecordKind kind, final List<Long> found) {
        if (in.kind() == kind) {
            found.add(in.index);
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.abandon();
            engineLink.close();
        }
        for (int i = lost.size() - 1; i >= 0; i--) {
            CloseHelper.close(lost.get(i));
        }
        CloseHelper.closeAll(gateways);
        CloseHelper.close(taker);
        journal.close();
    }
}
