package io.patchbay.simulation;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.host.EngineAgent;
import io.patchbay.host.EngineHostContext;
import io.patchbay.host.SnapshotTaker;
import io.patchbay.protocol.Limits;
import io.patchbay.time.RunningClock;

/**
 * An engine: the real agent over fakes, with the real taker of its snapshots.
 */
final class EnginePart {
    private static final long TICK_NS = 1_100_000;

    final SimProcess process;
    final SimLink link;
    final EngineAgent agent;
    private final World world;
    private final SimJournal journal;
    private final SnapshotTaker taker;
    private ReplayCheck check;
    private long quietNs;
    private long quietEpochNs;
    private boolean wasDue;
    private long snapshotIndex;

    EnginePart(final World world, final SimProcess process, final SimLink link, final SimJournal journal) {
        this.world = world;
        this.process = process;
        this.link = link;
        this.journal = journal;
        final SimSnapshots snapshots =
            world.takesSnapshots ? new SimSnapshots(journal, world.snapshots) : null;
        taker = snapshots == null ? null
            : new SnapshotTaker(snapshots, Limits.MAX_FRAME_FLOOR_BYTES, this::goesOn, world.parts::newEngine);
        agent = new EngineAgent(new EngineHostContext()
            .slots(world.directory)
            .journal(journal)
            .snapshots(snapshots)
            .link(link)
            .engine(this::newEngine)
            .delivery(world.parts::newDelivery)
            .nanoClock(new RunningClock(world.clock::nanoTime))
            .settings(world.settings)
            .durability(world.durability)
            .maxFrameBytes(Limits.MAX_FRAME_FLOOR_BYTES)
            .windowBytes(World.WINDOW_BYTES)
            .windowTotalBytes(World.WINDOW_TOTAL_BYTES)
            .pollLimit(1 + world.random.below(64))
            .checkpointRecords(50 + world.random.below(500)));
        process.requests = this::onRequestSent;
    }

    private boolean goesOn() {
        process.step();
        return true;
    }

    /** Takes a snapshot, as a thread of the process does now and then. */
    void takeSnapshot() {
        final long target = agent.snapshotIndex();
        if (taker != null && target > snapshotIndex) {
            try {
                taker.take(target);
            } catch (final SnapshotTaker.StateDiffersException e) {
                throw new Violation(e.getMessage());
            }
            snapshotIndex = target;
            world.taken(target);
        }
    }

    /** Checks that a request is not sent after its deadline, by the host's clock. */
    private void onRequestSent(final long deadlineNs) {
        if (deadlineNs <= journal.clock().nanoTime()) {
            throw new Violation("a request is sent after its deadline, " + deadlineNs);
        }
    }

    private Engine newEngine(final Outputs delivery) {
        check = new ReplayCheck(world.parts.sender(delivery), world.log, world.model);
        final Engine engine = world.parts.newEngine(check);
        check.engine(engine);
        return engine;
    }

    /** Connects the engine to a gateway of the same process. */
    void sharesThreadWith(final GatewayPart gateway) {
        agent.sharesThreadWith(gateway.writer);
    }

    /** Returns the engine of the present fold; null before the first fold. */
    Engine engine() {
        return check == null ? null : check.engine();
    }

    int doWork() {
        final int work = agent.doWork();
        final boolean isQuiet = agent.isCaughtUp();
        if (isQuiet && wasDue && world.clock.nowNs - quietNs >= TICK_NS && !world.isBatch()
            && world.model.earliestDeadlineNs() <= quietEpochNs) {
            throw new Violation("a deadline or a drain is due since " + (world.clock.nowNs - quietNs) / 1_000
                + " us, and the engine, which is idle, writes no tick for it");
        }
        if (isQuiet && wasDue && world.clock.nowNs - quietNs >= TICK_NS && !world.isBatch()
            && world.model.earliestOverdueNs() <= quietNs) {
            throw new Violation("a deadline is due by elapsed time, and the engine, which is idle, writes no tick for it");
        }
        if (!isQuiet) {
            quietNs = 0;
            wasDue = false;
        } else if (quietNs == 0 || world.clock.nowNs - quietNs >= TICK_NS) {
            quietNs = world.clock.nowNs;
            quietEpochNs = journal.clock().nanoTime();
            wasDue = world.model.earliestDeadlineNs() <= quietEpochNs || world.model.earliestOverdueNs() <= quietNs;
        }
        return work;
    }
}
