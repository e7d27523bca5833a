package io.patchbay.host;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.DeliveryContext;
import io.patchbay.delivery.DeliveryCounters;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.LogWriter;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.protocol.Indexes;

import org.agrona.CloseHelper;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The live engine of a data directory: it tails the journal, applies and delivers records, and journals what only a host knows. A
 * scheduler calls {@link #doWork()}, which never waits. Apart from the getters, all methods must be called on the same thread.
 *
 * <p>It first asks the live gateways which frames they have received. It then folds the journal, with all those frames held back,
 * from the start or from a snapshot that they are all past. At the end of the journal it is live. After the loss of the media
 * driver it keeps folding, since the journal goes on, and asks again when the driver is back. If a live gateway is missing a
 * frame, the fold begins again. This is slower than keeping the frames that were sent, and is always correct.
 */
public final class EngineAgent implements Agent {
    /** Time within which gateways and Aeron instances must answer which frames they have received. */
    static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    /** Time that an engine waits for the media driver where it finds live gateways. */
    static final long LINK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    /** Time that the fold waits for a receiver that takes no frames. */
    static final long CONGESTION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int CATCH_UP_LIMIT = 512;
    private static final int LAST_RECORDS_LIMIT = 1 << 20;
    private static final long TICK_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long BEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BEAT_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ANSWER_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Logger LOG = LoggerFactory.getLogger(EngineAgent.class);

    private enum Phase {
        /** Gateways are alive, but there is no media driver to reach them through. */
        WAITING,
        /** Gateways are being asked which frames they have received. */
        ASKING,
        /** The fold has not reached the end of the journal. */
        CATCHING_UP,
        /** The fold has reached the end of the journal. */
        LIVE
    }

    private final EngineHostContext context;
    private final DriverLink link;
    private final JournalClock clock;
    private final NanoClock nanoClock;
    private final Delivery delivery;
    private final GatewayWatch watch;
    private final Faults faults = new Faults();
    private final JournalTail tail;
    private final LogWriter writer;
    private final TickInput tick = new TickInput();
    private final CheckpointInput checkpoint = new CheckpointInput();
    private final ClockLeapInput leap = new ClockLeapInput();
    private Phase phase = Phase.WAITING;
    private Fold fold;
    private LongArrayList asked = new LongArrayList();
    private long phaseStartNs;
    private long foldStartNs;
    private long nextAnswerCheckNs;
    private long nextTickCheckNs;
    private long nextWatchNs;
    private long nextBeatNs;
    private long housekeepingNs;
    private long congestedSinceNs;
    private long knownIndex;
    private boolean isDrained;
    private boolean isPassedOver;
    private boolean isCheckpointDue;
    private boolean isClosed;
    private volatile boolean isCaughtUp;
    private volatile boolean isLive;
    private volatile boolean isLinkUp;
    private volatile long beats;
    private volatile long lastApplied;
    private volatile long recordsApplied;
    private volatile long openRequests;
    private volatile long folds;
    private volatile long foldedFrom;
    private volatile int rememberedIds;
    private volatile long waitingBytes;
    private volatile int waitingMessages;

    /**
     * Opens its positions in the journal. Everything else happens in {@link #doWork()}.
     *
     * @param context the settings, concluded here. The caller holds the engine's lock of the data directory.
     */
    public EngineAgent(final EngineHostContext context) {
        this.context = context.conclude();
        link = context.link();
        clock = context.journal().clock();
        nanoClock = context.nanoClock();
        watch = new GatewayWatch(context.slots());
        delivery = context.delivery().apply(new DeliveryContext()
            .link(link)
            .clock(clock)
            .faults(faults)
            .maxFrameBytes(context.maxFrameBytes())
            .windowBytes(context.windowBytes())
            .windowTotalBytes(context.windowTotalBytes()));
        tail = new JournalTail(context.journal(), context.durability());
        delivery.holdAcks(tail.isHoldingAcks());
        writer = context.journal().newWriter();
        knownIndex = context.journal().lastIndex();
        phaseStartNs = nanoClock.nanoTime();
        nextAnswerCheckNs = phaseStartNs;
        nextTickCheckNs = phaseStartNs;
        nextWatchNs = phaseStartNs;
        nextBeatNs = phaseStartNs;
        housekeepingNs = phaseStartNs - AeronLink.HOUSEKEEPING_INTERVAL_NS;
    }

    /**
     * Returns whether it is live and has applied every record that was there at its last look. Any thread.
     *
     * @return true if it is live and has caught up.
     */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    /**
     * Returns whether it answers: it has reached the end of the journal and is not waiting for gateways. Any thread.
     *
     * @return a tenth of a second old at most. Load does not change it, unlike {@link #isCaughtUp()}.
     */
    public boolean isLive() {
        return isLive;
    }

    /**
     * Returns whether it is connected to the media driver, as of its last heartbeat. Any thread.
     *
     * @return true if so.
     */
    public boolean isLinkUp() {
        return isLinkUp;
    }

    /**
     * Returns the number of beats of its thread, which are ten a second while the thread runs. Any thread.
     *
     * @return a count that grows unless the thread hangs or has ended.
     */
    public long beats() {
        return beats;
    }

    /**
     * Returns the index of the last record applied. Any thread.
     *
     * @return 0 before the first.
     */
    public long lastApplied() {
        return lastApplied;
    }

    /**
     * Returns the number of records that led to the present state. Any thread.
     *
     * @return a count.
     */
    public long recordsApplied() {
        return recordsApplied;
    }

    /**
     * Returns about how much of the heap the engine's state takes. Any thread.
     *
     * @return bytes, as of the last housekeeping.
     */
    public long stateBytes() {
        return HeapRoom.stateBytes(rememberedIds, openRequests, waitingBytes);
    }

    /**
     * Returns where the present fold began. Any thread.
     *
     * @return index of a snapshot; 0 = the start of the journal.
     */
    public long foldedFrom() {
        return foldedFrom;
    }

    /**
     * Returns the index of the last record that a snapshot may include. The record is applied and, where {@code --sync} syncs, on
     * the disk, since a snapshot must not outlive its records. Any thread.
     *
     * @return 0 before the first.
     */
    public long snapshotIndex() {
        return Math.min(lastApplied, tail.syncedIndex());
    }

    /**
     * Returns the number of open requests, as of the last record applied. Any thread.
     *
     * @return a count.
     */
    public long openRequests() {
        return openRequests;
    }

    /**
     * Returns how many of the open requests wait for a service that is expected back. A shutdown need not wait for these, since
     * no instance works on them. Any thread.
     *
     * @return a count, as of the last housekeeping.
     */
    public long waitingMessages() {
        return waitingMessages;
    }

    /**
     * Returns how often a fold has begun. Any thread.
     *
     * @return 1 if no fold had to begin again.
     */
    public long folds() {
        return folds;
    }

    /**
     * Returns the counters of delivery. Any thread.
     *
     * @return the counters; always the same object.
     */
    public DeliveryCounters deliveryCounters() {
        return delivery.counters();
    }

    @Override
    public String roleName() {
        return "patchbay-engine";
    }

    @Override
    public int doWork() {
        final long nowNs = nanoClock.nanoTime();
        int work = pollPassedOver()
            + pollJournal(nowNs)
            + tail.pollSync(nowNs)
            + pollAcks()
            + delivery.flush();
        if (nowNs - housekeepingNs >= AeronLink.HOUSEKEEPING_INTERVAL_NS) {
            housekeepingNs = nowNs;
            work += doHousekeeping(nowNs);
        }
        if (work == 0 && fold != null) {
            fold.engine().doIdleWork();
        }
        return work;
    }

    /** Does everything but apply records, at each housekeeping interval. */
    private int doHousekeeping(final long nowNs) {
        if (fold != null) {
            rememberedIds = fold.engine().rememberedCount();
            waitingBytes = fold.engine().waitingBytes();
            waitingMessages = fold.engine().waitingCount();
        }
        pollBeat(nowNs);
        return pollLink(nowNs)
            + delivery.pollControl()
            + pollPhase(nowNs)
            + pollClock()
            + pollTick(nowNs)
            + pollFaults()
            + pollWatch(nowNs)
            + pollCheckpoint();
    }

    /** Writes the last checkpoint if it is live, and closes its streams. Link, journal and lock are the caller's to close. */
    @Override
    public void onClose() {
        if (!isClosed) {
            isClosed = true;
            if (phase == Phase.LIVE) {
                applyRest();
                writeCheckpoint();
            }
            closeStreams();
        }
    }

    /** Ends without writing to the journal, like the death of the process. For tests, and after an error. */
    void abandon() {
        if (!isClosed) {
            isClosed = true;
            closeStreams();
        }
    }

    private void closeStreams() {
        isCaughtUp = false;
        CloseHelper.closeAll(delivery, tail, writer);
    }

    private int pollLink(final long nowNs) {
        final int work = link.doWork();
        if (!delivery.pollLink()) {
            return work;
        }
        if (link.isUp()) {
            ask(nowNs);
        } else if (phase == Phase.ASKING) {
            delivery.endHandshake();
            enter(fold == null ? Phase.WAITING : phaseOfFold(), nowNs);
        }
        return work + 1;
    }

    private void pollBeat(final long nowNs) {
        if (nowNs - nextBeatNs >= 0) {
            beats++;
            isLive = phase == Phase.LIVE;
            isLinkUp = link.isUp();
            nextBeatNs = nowNs + (link.beatEngine(isLive) ? BEAT_NS : BEAT_RETRY_NS);
        }
    }

    private int pollPhase(final long nowNs) {
        if (phase == Phase.WAITING || phase == Phase.ASKING) {
            if (nowNs - nextAnswerCheckNs < 0) {
                return 0;
            }
            nextAnswerCheckNs = nowNs + ANSWER_CHECK_NS;
            return phase == Phase.WAITING ? pollWaiting(nowNs) : pollAsking(nowNs);
        }
        if (link.isUp() && (delivery.isFoldNeeded() || delivery.isHandshakeOverdue())) {
            ask(nowNs);
            return 1;
        }
        return 0;
    }

    private int pollWaiting(final long nowNs) {
        if (nowNs - phaseStartNs <= LINK_TIMEOUT_NS && !watch.living().isEmpty()) {
            return 0;
        }
        beginFold(nowNs);
        return 1;
    }

    private int pollAsking(final long nowNs) {
        if (!isAnswered()) {
            if (nowNs - phaseStartNs <= ANSWER_TIMEOUT_NS) {
                return 0;
            }
            LOG.warn("{} of {} gateways and the instances {} have not answered within {} s: the engine goes on without them",
                unanswered(), asked.size(), delivery.unansweredInstances(), TimeUnit.NANOSECONDS.toSeconds(ANSWER_TIMEOUT_NS));
        }
        delivery.endHandshake();
        if (fold == null || delivery.isFoldNeeded()) {
            beginFold(nowNs);
        } else {
            enter(phaseOfFold(), nowNs);
        }
        return 1;
    }

    private Phase phaseOfFold() {
        return fold.isCatchingUp() ? Phase.CATCHING_UP : Phase.LIVE;
    }

    private void enter(final Phase next, final long nowNs) {
        phase = next;
        phaseStartNs = nowNs;
        publishCaughtUp(isCaughtUp && next == Phase.LIVE);
    }

    private void ask(final long nowNs) {
        knownIndex = context.journal().lastIndex();
        delivery.beginHandshake();
        enter(Phase.ASKING, nowNs);
        nextAnswerCheckNs = nowNs;
    }

    private boolean isAnswered() {
        asked = watch.living();
        return unanswered() == 0 && delivery.isAnsweredByInstances();
    }

    private int unanswered() {
        int count = 0;
        for (int i = 0; i < asked.size(); i++) {
            if (!delivery.isAnsweredBy(asked.getLong(i))) {
                count++;
            }
        }
        return count;
    }

    private void beginFold(final long nowNs) {
        final long startNs = System.nanoTime();
        final RestartPoint start = RestartPoint.find(context, delivery, watch, knownIndex);
        fold = new Fold(start.engine(), delivery, watch, knownIndex);
        if (start.isSnapshot()) {
            fold.resume(start.marks(), start.isReceived());
        }
        tail.restart(start.engine().index());
        congestedSinceNs = 0;
        folds++;
        foldedFrom = start.engine().index();
        publishApplied();
        foldStartNs = nowNs;
        enter(Phase.CATCHING_UP, nowNs);
        LOG.info("engine folds the journal from {}, {} gateways live", start.isSnapshot()
            ? "the snapshot at " + Indexes.format(start.engine().index()) + " (" + start.engine().records() + " records, read in "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms)" : "its start", asked.size());
    }

    private int pollJournal(final long nowNs) {
        switch (phase) {
            case CATCHING_UP -> {
                if (isPaced(nowNs)) {
                    return 0;
                }
                final int applied = apply(CATCH_UP_LIMIT);
                if (applied == 0 && tail.isDrained()) {
                    goLive(nowNs);
                }
                return applied;
            }
            case LIVE -> {
                final int applied = apply(context.pollLimit());
                isDrained = applied < context.pollLimit() && tail.isDrained();
                publishCaughtUp(isQuiet());
                return applied;
            }
            default -> {
                return 0;
            }
        }
    }

    private int apply(final int limit) {
        final int applied = tail.poll(fold, limit);
        if (applied > 0) {
            publishApplied();
        }
        return applied;
    }

    /** Publishes the progress of the fold for other threads. */
    private void publishApplied() {
        lastApplied = fold.engine().index();
        recordsApplied = fold.engine().records();
        openRequests = fold.engine().openCount();
    }

    /**
     * Registers the writer of a gateway on this agent's thread. A record that this writer appends is applied at once, from its
     * carrier, if it is the next record, and need not be read again. All other records are read from the journal in order.
     *
     * @param gatewayWriter a writer that is used on the agent's thread only.
     */
    public void sharesThreadWith(final LogWriter gatewayWriter) {
        gatewayWriter.afterAppend(this::onAppended);
    }

    private void onAppended(final Input in) {
        if (phase == Phase.LIVE && tail.isNext(in.index) && AsRecorded.isNow(in)) {
            in.applyTo(fold);
            tail.passOver(in.index);
            isPassedOver = true;
        }
    }

    private int pollPassedOver() {
        if (!isPassedOver) {
            return 0;
        }
        isPassedOver = false;
        publishApplied();
        return 1;
    }

    /** Publishes for other threads whether it has caught up. The volatile field is written only where it changes. */
    private void publishCaughtUp(final boolean value) {
        if (isCaughtUp != value) {
            isCaughtUp = value;
        }
    }

    /**
     * Returns whether the fold must wait for a receiver. While it catches up no receiver is dropped as slow, unless the receiver
     * takes nothing for {@link #CONGESTION_TIMEOUT_NS}.
     */
    private boolean isPaced(final long nowNs) {
        if (!delivery.isCongested()) {
            congestedSinceNs = 0;
            return false;
        }
        if (congestedSinceNs == 0) {
            congestedSinceNs = nowNs;
        } else if (nowNs - congestedSinceNs > CONGESTION_TIMEOUT_NS) {
            LOG.warn("a receiver has taken nothing for {} s: the fold goes on without it",
                TimeUnit.NANOSECONDS.toSeconds(CONGESTION_TIMEOUT_NS));
            delivery.failCongested();
        }
        return true;
    }

    private void goLive(final long nowNs) {
        fold.caughtUp();
        enter(Phase.LIVE, nowNs);
        nextWatchNs = nowNs;
        pollFaults();
        pollWatch(nowNs);
        if (!fold.hasSettings(context.settings())) {
            writer.settings(context.settings());
        }
        isCheckpointDue = folds == 1;
        nextBeatNs = nowNs;
        LOG.info("engine is live after {} records, {} ms", fold.engine().records(),
            TimeUnit.NANOSECONDS.toMillis(nowNs - foldStartNs));
    }

    /** Returns whether it has applied the whole journal, the last record of its own writer included. */
    private boolean isQuiet() {
        return phase == Phase.LIVE && isDrained && lastApplied >= writer.lastIndex();
    }

    /**
     * Returns whether the disk is full. Everything that is due then waits: time stands still for open requests, as it does while
     * the engine is away.
     */
    private boolean isDiskFull() {
        return context.journal().space().level() == DiskLevel.FULL;
    }

    /** Keeps the journal's clock near the wall clock, and journals leaps of the wall clock. */
    private int pollClock() {
        clock.steer();
        if (phase != Phase.LIVE || isDiskFull() || !clock.pollLeap(leap)) {
            return 0;
        }
        writer.clockLeap(leap);
        clock.leapRecorded();
        LOG.warn("the wall clock leapt by {} ms: record times and deadlines go on by elapsed time; the wall clock is now {} ms {}"
            + " them, and they approach it by at most 5 ms a second: look at the machine's time synchronization",
            TimeUnit.NANOSECONDS.toMillis(leap.leapNs), Math.abs(TimeUnit.NANOSECONDS.toMillis(leap.wallNs - leap.timeNs)),
            leap.wallNs < leap.timeNs ? "behind" : "ahead of");
        return 1;
    }

    private int pollTick(final long nowNs) {
        if (nowNs - nextTickCheckNs < 0 || !isQuiet() || isDiskFull()) {
            return 0;
        }
        nextTickCheckNs = nowNs + TICK_CHECK_NS;
        // The clock of another process may have been ahead: a deadline by that clock is due here, too.
        clock.raise(fold.engine().timeNs());
        if (fold.engine().isDue(clock.nanoTime())) {
            writer.tick(tick);
            return 1;
        }
        return 0;
    }

    private int pollAcks() {
        if (delivery.isHoldingAcks()) {
            delivery.releaseAcks(tail.syncedIndex());
        }
        return 0;
    }

    private int pollFaults() {
        return phase == Phase.LIVE && !isDiskFull() ? faults.write(writer, fold.engine().registry(), watch) : 0;
    }

    private int pollWatch(final long nowNs) {
        if (phase != Phase.LIVE || nowNs - nextWatchNs < 0 || isDiskFull()) {
            return 0;
        }
        nextWatchNs = nowNs + WATCH_NS;
        int work = 0;
        final LongArrayList dead = watch.dead();
        for (int i = 0; i < dead.size(); i++) {
            if (faults.writeLost(writer, watch, dead.getLong(i))) {
                LOG.info("gateway {} is gone", Long.toHexString(dead.getLong(i)));
                work++;
            }
        }
        delivery.sweep();
        return work;
    }

    private int pollCheckpoint() {
        if (isQuiet() && !isDiskFull() && (isCheckpointDue
            || fold.engine().records() - fold.checkpointedRecords() >= context.checkpointRecords())) {
            writeCheckpoint();
            return 1;
        }
        return 0;
    }

    private void writeCheckpoint() {
        isCheckpointDue = false;
        if (fold.engine().records() > 0 && !isDiskFull()) {
            checkpoint.at = fold.engine().index();
            checkpoint.hash = fold.engine().stateHash();
            checkpoint.records = fold.engine().records();
            writer.checkpoint(checkpoint);
        }
    }

    /** Applies the records that the gateways wrote last, before the final checkpoint. */
    private void applyRest() {
        int applied;
        int total = 0;
        do {
            applied = apply(CATCH_UP_LIMIT);
            total += applied;
            delivery.flush();
        } while (applied > 0 && total < LAST_RECORDS_LIMIT);
    }
}
