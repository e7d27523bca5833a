package io.patchbay.simulation;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.host.Durability;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.protocol.StreamIds;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.List;

/**
 * The simulated machine of one seed, with its parts, clocks and random numbers. It runs one part at a time, injects faults in
 * between, and checks at the end that every promise holds.
 */
final class World {
    static final long ID_HI = 0x1000_4000L;
    static final long WINDOW_BYTES = 24 * 1_024;
    static final long WINDOW_TOTAL_BYTES = 96 * 1_024;
    private static final int MAX_CLIENTS = 10;
    private static final int MAX_GATEWAYS = 3;
    private static final int STEPS = 1_000;
    private static final int REST_ROUNDS = 30_000;

    final SimRandom random = new SimRandom();
    final SimClock clock = new SimClock();
    final SimStreams streams;
    final SimDirectory directory = new SimDirectory();
    final RecordStore records = new RecordStore();
    final FoldLog log = new FoldLog(records);
    final Model model = new Model();
    final SettingsInput settings = new SettingsInput();
    /** The snapshots on the disk. */
    final List<SimSnapshot> snapshots = new ArrayList<>();
    Durability durability;
    boolean takesSnapshots;
    /** Whether the simulation is ending, so that clients send nothing new. */
    boolean isEnding;
    final Gateways kind;
    final MachineParts parts;
    private final GatewayPart[] gateways = new GatewayPart[MAX_GATEWAYS];
    private final ClientPart[] clients = new ClientPart[MAX_CLIENTS];
    private final List<SimSocket> sockets = new ArrayList<>();
    private final List<SimSession> sessions = new ArrayList<>();
    private final LongArrayList accepted = new LongArrayList();
    private final LongArrayList skipped = new LongArrayList();
    private final Trace trace;
    private final Counts counts;
    /** The journal's clock, as any process reads it. */
    private final JournalClock journalClock;
    private EnginePart engine;
    private int gatewayCount;
    private int clientCount;
    private boolean isShared;
    private int socketsUsed;
    private int sessionsUsed;
    private int faultEvery;
    private int idle;
    private long payloads;
    private long highestTimeNs;
    private long streamsLostNs;
    /** The first violation by a record. It is kept, since the code that appended the record may catch the exception and go on. */
    private Violation recordedViolation;

    World(final Gateways kind, final MachineParts parts, final Trace trace, final Counts counts) {
        this.kind = kind;
        this.parts = parts;
        this.trace = trace;
        streams = new SimStreams(clock, random, parts, trace);
        this.counts = counts;
        journalClock = parts.newClock(clock::nanoTime, clock::epochNs, clock.anchor);
        for (int i = 0; i < MAX_CLIENTS; i++) {
            clients[i] = new ClientPart(this, i);
        }
    }

    /** Runs a seed. Throws a {@link Violation} where a promise is broken. */
    void run(final long seed) {
        reset(seed);
        try {
            live();
        } catch (final Violation e) {
            throw recordedViolation == null ? e : recordedViolation;
        }
        counts.records += records.size();
    }

    private void live() {
        for (int step = 0; step < STEPS; step++) {
            advance();
            revive();
            if (random.oneIn(faultEvery)) {
                strike();
            }
            runOne();
        }
        comeToRest();
        checkAll();
    }

    private void reset(final long seed) {
        random.seed(seed);
        clock.reset();
        streams.reset();
        records.reset();
        log.reset();
        model.reset();
        snapshots.clear();
        accepted.clear();
        skipped.clear();
        trace.reset(clock);
        socketsUsed = 0;
        sessionsUsed = 0;
        isEnding = false;
        idle = 0;
        highestTimeNs = 0;
        model.clockSinceNs = 0;
        streamsLostNs = -1;
        recordedViolation = null;
        for (int i = 0; i < StreamIds.MAX_GATEWAYS; i++) {
            directory.release(i);
        }
        draw();
        engine = null;
        for (int i = 0; i < MAX_GATEWAYS; i++) {
            gateways[i] = null;
        }
        for (int i = 0; i < clientCount; i++) {
            clients[i].reset(new SimProcess("client-" + i));
        }
    }

    private void draw() {
        final int dice = random.below(10);
        durability = dice < 6 ? Durability.NONE : dice < 8 ? Durability.interval(1 + random.below(20)) : Durability.BATCH;
        isShared = random.oneIn(3);
        takesSnapshots = random.oneIn(2);
        gatewayCount = 1 + random.below(MAX_GATEWAYS);
        clientCount = 3 + random.below(MAX_CLIENTS - 2);
        faultEvery = random.oneIn(8) ? 2_000 : 15 + random.below(100);
        settings.defaultTimeoutMs = 10 + random.below(400);
        settings.drainMs = random.below(80);
        settings.duplicateWindowMs = random.oneIn(2) ? 600_000 : 20 + random.below(3_000);
        settings.maxEndedIds = random.oneIn(2) ? 4_194_304 : 5 + random.below(200);
        settings.maxOpenPerAsker = random.oneIn(2) ? 65_536 : 3 + random.below(10);
        settings.maxOpenPerInstance = random.oneIn(2) ? 65_536 : 3 + random.below(10);
        settings.rejoinGraceMs = random.oneIn(4) ? 0 : 10 + random.below(random.oneIn(2) ? 300 : 3_000);
        settings.rejoinServiceBytes = random.oneIn(2) ? 1 << 20 : 1_000 + random.below(5_000);
        settings.rejoinTotalBytes = random.oneIn(2) ? 1 << 22 : 1_000 + random.below(9_000);
        trace.note("world durability=%s shared=%s snapshots=%s gateways=%s clients=%s", durability, isShared, takesSnapshots,
            gatewayCount, clientCount);
    }

    // ---- time and turns ---------------------------------------------------------------------------------------------------

    private void advance() {
        final int dice = random.below(100);
        long ns = dice < 60 ? random.below(30_000) : dice < 90 ? random.below(500_000) : dice < 98 ? random.below(5_000_000)
            : random.below(60_000_000);
        if (idle > 300) {
            ns += random.below(1_000) * SimClock.MS;
        } else if (idle > 60) {
            ns += random.below(50) * SimClock.MS;
        }
        clock.nowNs += ns;
        passTime();
        streams.poll();
    }

    private void passTime() {
        model.elapsedNs = clock.nowNs;
        highestTimeNs = Math.max(highestTimeNs, journalClock.nanoTime());
    }

    private void runOne() {
        final int dice = random.below(16);
        int work = 0;
        if (dice < 5) {
            work = runEngine();
        } else if (dice < 9) {
            work = runGateway(random.below(gatewayCount));
        } else {
            work = runClient(clients[random.below(clientCount)]);
        }
        idle = work > 0 ? 0 : idle + 1;
    }

    private int runEngine() {
        if (engine == null || clock.nowNs < engine.process.stoppedUntilNs) {
            return 0;
        }
        final SimProcess process = engine.process;
        try {
            final int work = engine.doWork();
            if (takesSnapshots && random.oneIn(50)) {
                engine.takeSnapshot();
            }
            return work;
        } catch (final SimCrash e) {
            kill(process);
            return 1;
        }
    }

    private int runGateway(final int slot) {
        final GatewayPart gateway = gateways[slot];
        if (gateway == null || clock.nowNs < Math.max(gateway.stalledUntilNs, gateway.process.stoppedUntilNs)) {
            return 0;
        }
        final SimProcess process = gateway.process;
        try {
            final int work = gateway.doWork();
            removeIfStopped(gateway);
            return work;
        } catch (final SimCrash e) {
            kill(process);
            return 1;
        }
    }

    private int runClient(final ClientPart client) {
        if (!client.process.isAlive || client.isStalled()) {
            return 0;
        }
        try {
            return client.doWork();
        } catch (final SimCrash e) {
            killClient(client);
            return 1;
        }
    }

    // ---- death and birth --------------------------------------------------------------------------------------------------

    private void kill(final SimProcess process) {
        trace.note("%s dies", process.name);
        counts.crashes++;
        process.isAlive = false;
        if (engine != null && engine.process == process) {
            engine.link.die();
            engine = null;
        }
        for (int i = 0; i < gatewayCount; i++) {
            if (gateways[i] != null && gateways[i].process == process) {
                remove(gateways[i]);
                gateways[i].link.die();
                gateways[i] = null;
            }
        }
    }

    private void remove(final GatewayPart gateway) {
        directory.release(gateway.slot);
        gateway.abandon();
    }

    private void killClient(final ClientPart client) {
        trace.note("%s dies", client.process.name);
        counts.crashes++;
        client.process.isAlive = false;
        if (client.socket != null) {
            client.socket.cut();
        }
        client.disconnect();
    }

    private void revive() {
        if (!streams.isDriverUp() && random.oneIn(20)) {
            streams.startDriver();
        }
        if (engine == null && random.oneIn(12)) {
            startEngine();
        }
        for (int i = 0; i < gatewayCount; i++) {
            if (gateways[i] == null && random.oneIn(20)) {
                startGateway(i);
            }
        }
        for (int i = 0; i < clientCount; i++) {
            if (!clients[i].process.isAlive && random.oneIn(20)) {
                clients[i].process = new SimProcess("client-" + i);
            }
        }
    }

    private SimJournal openJournal(final SimProcess process) {
        boolean isAlone = engine == null;
        for (int i = 0; i < gatewayCount; i++) {
            isAlone &= gateways[i] == null;
        }
        if (isAlone) {
            model.clockSinceNs = clock.nowNs + 1;
        }
        return new SimJournal(records, process, clock, random, isAlone, parts, in -> recorded(process, in));
    }

    private void startEngine() {
        if (isShared) {
            if (gateways[0] != null) {
                return;
            }
            final SimProcess process = new SimProcess("server");
            final SimLink link = new SimLink(streams, process);
            final SimJournal journal = openJournal(process);
            gateways[0] = kind.newGateway(this, 0, process, link, journal);
            engine = new EnginePart(this, process, link, journal);
            engine.sharesThreadWith(gateways[0]);
            gateways[0].sharesThreadWith(engine);
            gateways[0].start();
        } else {
            final SimProcess process = new SimProcess("engine");
            engine = new EnginePart(this, process, new SimLink(streams, process), openJournal(process));
        }
        trace.note("engine starts");
    }

    private void startGateway(final int slot) {
        if (isShared && slot == 0) {
            return;
        }
        final SimProcess process = new SimProcess("gateway-" + slot);
        gateways[slot] = kind.newGateway(this, slot, process, new SimLink(streams, process), openJournal(process));
        gateways[slot].start();
        trace.note("gateway starts in slot %s", slot);
    }

    // ---- misfortune -------------------------------------------------------------------------------------------------------

    private void strike() {
        counts.faults++;
        final int dice = random.below(100);
        final ClientPart client = clients[random.below(clientCount)];
        final GatewayPart gateway = gateways[random.below(gatewayCount)];
        if (dice < 18) {
            if (engine != null) {
                engine.process.crashIn(1 + random.below(random.oneIn(2) ? 400 : 20));
            }
        } else if (dice < 30) {
            if (gateway != null) {
                gateway.process.crashIn(1 + random.below(60));
            }
        } else if (dice < 42) {
            if (client.wantsAeron) {
                client.process.crashIn(1 + random.below(20));
            } else {
                killClient(client);
            }
        } else if (dice < 54) {
            if (client.socket != null) {
                trace.note("connection of client %s is lost", client.number);
                client.socket.cut();
            }
        } else if (dice < 62) {
            trace.note("client %s stops reading", client.number);
            client.stall((1 + random.below(random.oneIn(6) ? 20_000 : 200)) * SimClock.MS);
        } else if (dice < 68) {
            stall(gateway);
        } else if (dice < 75) {
            if (random.oneIn(3)) {
                fillStreams();
            } else {
                trace.note("media driver dies");
                streams.killDriver();
                streamsLostNs = clock.nowNs;
            }
        } else if (dice < 84) {
            if (random.oneIn(4)) {
                stopProcess(engine == null || random.oneIn(2) ? gateway : null);
            } else {
                leap();
            }
        } else if (dice < 90) {
            losePower();
        } else if (dice < 95) {
            stopEngine();
        } else {
            stopGateway(gateway);
        }
    }

    /** Leaves no room for new streams, for a while. */
    private void fillStreams() {
        final long ns = (1 + random.below(random.oneIn(6) ? 15_000 : 1_500)) * SimClock.MS;
        trace.note("no room for streams for %s ms", ns / SimClock.MS);
        streams.fill(ns);
        streamsLostNs = clock.nowNs + ns;
    }

    /** Sets the wall clock by a little, by hours, or by days. */
    private void leap() {
        final long ms = random.oneIn(3) ? random.below(50) : random.oneIn(2) ? random.below(4_000)
            : random.oneIn(2) ? random.below(2 * 3_600_000) : random.below(30) * 86_400_000L;
        clock.setNs += random.oneIn(2) ? ms * SimClock.MS : -ms * SimClock.MS;
        trace.note("clock is set to %s", clock.epochNs());
    }

    /** Stops a whole process for a while, as by SIGSTOP: a gateway's or, where that is null, the engine's. */
    private void stopProcess(final GatewayPart gateway) {
        final SimProcess process = gateway != null ? gateway.process : engine == null ? null : engine.process;
        if (process != null) {
            process.stoppedUntilNs = clock.nowNs + (1 + random.below(random.oneIn(4) ? 60_000 : 3_000)) * SimClock.MS;
            trace.note("%s is stopped", process.name);
            for (int i = 0; i < gatewayCount; i++) {
                if (gateways[i] != null && gateways[i].process == process) {
                    gateways[i].wasStalled = true;
                }
            }
        }
    }

    /** Stalls a gateway for a while, unless it shares the engine's thread. */
    private void stall(final GatewayPart gateway) {
        if (gateway != null && !(isShared && gateway.slot == 0)) {
            trace.note("gateway %s stands still", gateway.slot);
            gateway.stalledUntilNs = clock.nowNs + (1 + random.below(random.oneIn(6) ? 8_000 : 100)) * SimClock.MS;
            gateway.wasStalled = true;
        }
    }

    /** Kills all processes of the machine, and removes records that are not on the disk. */
    private void losePower() {
        if (isNoSync()) {
            return;
        }
        trace.note("power is lost");
        for (int i = 0; i < gatewayCount; i++) {
            if (gateways[i] != null) {
                kill(gateways[i].process);
            }
        }
        if (engine != null) {
            kill(engine.process);
        }
        streams.killDriver();
        clock.run++;
        for (int i = 0; i < clientCount; i++) {
            if (clients[i].socket != null) {
                clients[i].socket.cut();
            }
            clients[i].disconnect();
        }
        final int kept = records.synced + random.below(records.size() - records.synced + 1);
        records.truncate(kept);
        for (final SimSnapshot snapshot : snapshots) {
            if (snapshot.head().index() > records.lastIndex()) {
                throw new Violation("a snapshot includes records that the loss of power has taken: " + snapshot.head());
            }
        }
        log.truncate(kept);
        records.synced = kept;
        skipped.clear();
        model.reset();
        // The elapsed times at which these records were appended are no longer known.
        model.clockSinceNs = Long.MAX_VALUE;
        for (int i = 0; i < kept; i++) {
            model.take(records.get(i));
        }
    }

    private void stopEngine() {
        if (engine != null && !isShared && !engine.process.isDoomed() && clock.nowNs >= engine.process.stoppedUntilNs) {
            trace.note("engine stops");
            final SimProcess process = engine.process;
            try {
                engine.agent.onClose();
                engine.link.close();
                engine = null;
            } catch (final SimCrash e) {
                kill(process);
            }
        }
    }

    private void stopGateway(final GatewayPart gateway) {
        if (gateway != null && !(isShared && gateway.slot == 0) && !gateway.process.isDoomed()
            && clock.nowNs >= gateway.process.stoppedUntilNs) {
            trace.note("gateway %s stops", gateway.slot);
            gateway.stop();
            removeIfStopped(gateway);
        }
    }

    private void removeIfStopped(final GatewayPart gateway) {
        if (gateway.isStopped()) {
            remove(gateway);
            gateway.link.close();
            gateways[gateway.slot] = null;
        }
    }

    // ---- queries by parts -------------------------------------------------------------------------------------------------

    boolean isNoSync() {
        return durability.kind() == Durability.Kind.NONE;
    }

    boolean isBatch() {
        return durability.kind() == Durability.Kind.BATCH;
    }

    boolean isInterval() {
        return durability.kind() == Durability.Kind.INTERVAL;
    }

    boolean isSynced(final long index) {
        return records.synced > 0 && records.get(records.synced - 1).index >= index;
    }

    GatewayPart anyGateway() {
        return gateways[random.below(gatewayCount)];
    }

    int ingressOf(final long gateway) {
        for (int i = 0; i < gatewayCount; i++) {
            if (gateways[i] != null && gateways[i].id == gateway) {
                return StreamIds.INGRESS_BASE + i;
            }
        }
        return 0;
    }

    SimSocket takeSocket(final ClientPart client) {
        if (socketsUsed == sockets.size()) {
            sockets.add(new SimSocket());
        }
        return sockets.get(socketsUsed++).reset(clock, random, client);
    }

    SimSession takeSession() {
        if (sessionsUsed == sessions.size()) {
            sessions.add(new SimSession());
        }
        return sessions.get(sessionsUsed++);
    }

    /** Returns the next payload: eight digits, so that JSON can contain it unchanged. */
    long nextPayload() {
        long digits = 0;
        for (long i = 0, rest = ++payloads; i < Long.BYTES; i++, rest /= 10) {
            digits = digits << Byte.SIZE | '0' + (i == Long.BYTES - 1 ? 1 + rest % 9 : rest % 10);
        }
        return digits;
    }

    // ---- reports by parts -------------------------------------------------------------------------------------------------

    /** Checks a record that is in the journal, before any reader has it. */
    private void recorded(final SimProcess process, final Input in) {
        trace.record(in);
        highestTimeNs = Math.max(highestTimeNs, in.timeNs);
        try {
            check(process, in);
        } catch (final Violation e) {
            recordedViolation = recordedViolation == null ? e : recordedViolation;
            throw e;
        }
    }

    private void check(final SimProcess process, final Input in) {
        for (int i = 0; i < gatewayCount; i++) {
            if (gateways[i] != null && gateways[i].process == process) {
                gateways[i].recorded(in);
            }
        }
        if (in instanceof DeliveryFailedInput) {
            judge((DeliveryFailedInput)in);
        } else if (in instanceof GatewayLostInput) {
            judge((GatewayLostInput)in);
        }
        model.take(in);
        log.ends(records.size() - 1, model.ends);
        if (in instanceof CheckpointInput && engine != null && engine.engine() != null
            && ((CheckpointInput)in).records > records.size()) {
            throw new Violation("a checkpoint of " + ((CheckpointInput)in).records + " records");
        }
    }

    /** Checks that an instance that is given up has given cause, so that one bad client harms no other. */
    private void judge(final DeliveryFailedInput in) {
        for (int i = 0; i < clientCount; i++) {
            final ClientPart client = clients[i];
            if (client.instance == in.instance && client.socket != null && !client.socket.isServerGone && !client.wasStalled
                && client.process.isAlive && !areStreamsShaken() && !wasStalled(model.instance(in.instance))) {
                throw new Violation("instance " + Long.toHexString(in.instance) + " is given up as " + in.reason
                    + ", although it did nothing wrong");
            }
        }
    }

    /**
     * Returns whether the gateway of an instance was stalled. The gateway passes on the answers of its Aeron instances to a new
     * engine.
     */
    private boolean wasStalled(final ModelInstance instance) {
        for (int i = 0; i < gatewayCount; i++) {
            if (instance != null && gateways[i] != null && gateways[i].id == instance.gateway) {
                return gateways[i].wasStalled;
            }
        }
        return true;
    }

    private void judge(final GatewayLostInput in) {
        for (int i = 0; i < gatewayCount; i++) {
            final GatewayPart gateway = gateways[i];
            if (!in.orderly && gateway != null && gateway.id == in.gateway && !gateway.wasStalled && !areStreamsShaken()) {
                throw new Violation("gateway " + Long.toHexString(in.gateway) + " is given up, although it lives and reads");
            }
        }
    }

    /** Returns whether streams may still be missing after the loss of a driver. */
    private boolean areStreamsShaken() {
        return streamsLostNs >= 0 && clock.nowNs - streamsLostNs < 12_000 * SimClock.MS;
    }

    void taken(final long index) {
        trace.note("snapshot at %s", Long.toHexString(index));
        counts.snapshots++;
        snapshots.get(random.below(snapshots.size())).isDamaged |= random.oneIn(10);
    }

    void told(final ClientPart client, final Down down) {
        counts.frames++;
        trace.told(client, down);
    }

    void accepted(final long index, final long id) {
        accepted.addLong(index);
        accepted.addLong(id);
    }

    /** Returns whether a request may be withheld: its deadline has passed by the journal's clock. */
    boolean mayBeWithheld(final long request) {
        final ModelRequest known = model.everyMessage.get(request);
        return known != null && known.deadlineNs <= highestTimeNs;
    }

    void skipped(final long request) {
        skipped.addLong(request);
    }

    // ---- the end ----------------------------------------------------------------------------------------------------------

    private void comeToRest() {
        isEnding = true;
        trace.note("nothing new from here on");
        for (int round = 0; round < REST_ROUNDS; round++) {
            clock.nowNs += random.below(round < 2_000 ? 2_000_000 : 20_000_000);
            passTime();
            streams.poll();
            streams.startDriver();
            streams.fill(0);
            revive();
            runEngine();
            for (int i = 0; i < gatewayCount; i++) {
                runGateway(i);
            }
            for (int i = 0; i < clientCount; i++) {
                runClient(clients[i]);
            }
            if ((round & 15) == 0 && isAtRest()) {
                return;
            }
        }
        throw new Violation("does not come to rest: " + unrest());
    }

    private boolean isAtRest() {
        return unrest() == null;
    }

    private String unrest() {
        if (engine == null || !engine.agent.isCaughtUp() || engine.agent.lastApplied() != records.lastIndex()) {
            return "the engine is not at the end of the journal";
        }
        if (!model.open.isEmpty()) {
            return model.open.size() + " requests are open, the first " + Long.toHexString(model.open.get(0).index);
        }
        if (model.earliestDeadlineNs() != Long.MAX_VALUE) {
            return "an instance drains";
        }
        for (int i = 0; i < clientCount; i++) {
            final ClientPart client = clients[i];
            if (!client.process.isAlive || !client.isRegistered()) {
                return "client " + i + " is not registered: " + client;
            }
            final ModelInstance known = model.instance(client.instance);
            if (known == null) {
                return "client " + i + " does not know that its instance has left";
            }
            if (!known.acked.isDone()) {
                return "client " + i + " has not received all acks, next " + Long.toHexString(known.acked.nextIndex());
            }
            if (!isFullyReceived(known.socket) || !isFullyReceived(known.stream)) {
                return "client " + i + " has not received all frames of " + Long.toHexString(known.id);
            }
        }
        if (model.instances.size() != clientCount) {
            return model.instances.size() + " instances for " + clientCount + " clients";
        }
        return null;
    }

    /** Returns whether all expected frames have been received, except requests that may be withheld. */
    private boolean isFullyReceived(final Expected expected) {
        for (int i = expected.taken(); i < expected.size(); i++) {
            if (expected.more(i) == 0 || !mayBeWithheld(expected.more(i))) {
                return false;
            }
        }
        return true;
    }

    private void checkAll() {
        for (int i = 0; i < accepted.size(); i += 2) {
            checkAccepted(accepted.getLong(i), accepted.getLong(i + 1));
        }
        for (int i = 0; i < model.instances.size(); i++) {
            final Expected expected = model.instances.get(i).frames();
            for (int j = expected.taken(); j < expected.size(); j++) {
                skipped(expected.more(j));
            }
        }
        for (int i = 0; i < skipped.size(); i++) {
            final ModelRequest request = model.everyMessage.get(skipped.getLong(i));
            if (request.reason == null ? !request.isRepeat : request.reason.compareTo(UnhandledReason.TIMEOUT) < 0) {
                throw new Violation("request " + Long.toHexString(request.index) + " was not sent and ended as "
                    + request.reason);
            }
        }
        checkEngine(engine.engine());
        counts.resumed += engine.agent.foldedFrom() > 0 ? 1 : 0;
        final ReplayCheck check = new ReplayCheck(new SilentOutputs(), log, model);
        final Engine replay = parts.newEngine(check);
        check.engine(replay);
        for (int i = 0; i < records.size(); i++) {
            records.get(i).applyTo(replay);
        }
        checkEngine(replay);
        checkSnapshots();
    }

    /** Checks that a fold from any snapshot leads to the same state as a fold from the start. */
    private void checkSnapshots() {
        new SimSnapshots(openJournal(new SimProcess("check")), snapshots).newest(snapshot -> {
            final ReplayCheck check = new ReplayCheck(new SilentOutputs(), log, model);
            final Engine resumed = parts.newEngine(check);
            check.engine(resumed);
            snapshot.readState(resumed);
            for (int i = (int)resumed.records(); i < records.size(); i++) {
                records.get(i).applyTo(resumed);
            }
            checkEngine(resumed);
            return false;
        });
    }

    /** Checks that an accepted frame is in the journal. */
    private void checkAccepted(final long index, final long id) {
        final int position = records.countUpTo(index) - 1;
        if (position < 0 || records.get(position).index != index) {
            throw new Violation("accepted and not in the journal: " + Long.toHexString(index) + ", id " + Long.toHexString(id));
        }
    }

    private void checkEngine(final Engine at) {
        if (at.records() != records.size() || at.openCount() != 0) {
            throw new Violation("applied " + at.records() + " of " + records.size() + " records, open " + at.openCount());
        }
        if (at.stateHash() != at.recomputedStateHash()) {
            throw new Violation("the kept state hash is not the state's");
        }
        int i = 0;
        for (final Instance instance : at.registry().instances()) {
            if (i >= model.instances.size() || model.instances.get(i++).id != instance.id()) {
                throw new Violation("an instance that the model does not have: " + Long.toHexString(instance.id()));
            }
        }
        if (i != model.instances.size()) {
            throw new Violation("instances are missing");
        }
    }
}
