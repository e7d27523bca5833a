package io.patchbay.engine;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The engine: applies one record after the other and says what follows from it; called by hosts (live, replay, tests). One
 * thread. It throws on no sequence of well formed records. A record that is not above the last one applied is passed over.
 */
public final class Engine implements Inputs {
    private final Outputs outputs;
    private final StateHash hash = new StateHash();
    private final LogPosition moment = new LogPosition();
    private final EngineSettings settings = new EngineSettings();
    private final Gateways gateways = new Gateways(hash);
    private final Registry registry = new Registry(hash);
    private final TimerWheel timers = new TimerWheel();
    private final RequestPool pool = new RequestPool();
    private final EndedPages pages = new EndedPages();
    private final IdTable ids = new IdTable(pool, pages);
    private final Requests requests = new Requests(pool, ids, timers, hash);
    private final EndedIds endedIds = new EndedIds(hash, ids, pages);
    private final Router router = new Router(registry, hash);
    private final ExpectedServices expected = new ExpectedServices(settings, gateways, timers, hash);
    private final StateCopy copy =
        new StateCopy(settings, gateways, registry, requests, endedIds, expected, ids, timers, hash);
    private final Endings endings;
    private final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    private long records;

    /**
     * An engine that has applied nothing yet.
     *
     * @param outputs that it calls, on the thread that calls it.
     */
    public Engine(final Outputs outputs) {
        this.outputs = outputs;
        endings = new Endings(outputs, moment, registry, requests, endedIds, expected, router, timers, hash);
        endedIds.limits(settings.duplicateWindowNs(), settings.maxEndedIds);
    }

    /**
     * Registered services and consumers.
     *
     * @return as it is after the last record applied; always the same object.
     */
    public Registry registry() {
        return registry;
    }

    /**
     * Gateways that started and are not lost, in order of their start.
     *
     * @return a view.
     */
    public Collection<GatewayState> gateways() {
        return gateways.all();
    }

    /**
     * Index of the last record applied.
     *
     * @return 0 before the first.
     */
    public long index() {
        return moment.index;
    }

    /**
     * Engine time: the highest record time so far.
     *
     * @return epoch nanoseconds, 0 before the first record.
     */
    public long timeNs() {
        return moment.timeNs;
    }

    /**
     * How many records were applied.
     *
     * @return 0 or more.
     */
    public long records() {
        return records;
    }

    /**
     * Has a settings record been applied?
     *
     * @return false in a new journal.
     */
    public boolean hasSettings() {
        return settings.recorded;
    }

    /**
     * Copies the settings in force.
     *
     * @param out filled; its index and time stay as they are.
     */
    public void settingsTo(final SettingsInput out) {
        settings.copyTo(out);
    }

    /**
     * Hash of everything that can affect a later output. Cheap: it is kept as the state changes, up to the last few changes,
     * which this takes in.
     *
     * @return the same for the same state, however it was reached.
     */
    public long stateHash() {
        requests.settle();
        endedIds.settle();
        return hash.sum() + settings.hash() + moment.hash() + endedIds.nextHash();
    }

    /**
     * The state hash, computed anew from the whole state; for tests and audits, slow.
     *
     * @return what {@link #stateHash()} says, unless there is a mistake in the engine.
     */
    public long recomputedStateHash() {
        return StateAudit.hash(gateways, registry, endedIds, expected) + settings.hash() + moment.hash() + endedIds.nextHash();
    }

    /**
     * Returns whether a tick of this time would make a deadline, a drain, or the grace of a service that messages wait for pass.
     * Asked by the host on its own duty cycle, which then journals a tick. Cheap, changes nothing that can be seen.
     *
     * @param nowNs by the host's clock, epoch nanoseconds.
     * @return true if a tick is to be written.
     */
    public boolean isDue(final long nowNs) {
        return timers.isDue(nowNs);
    }

    /**
     * Reads the place where an id would be known, so that it is near when a message or a reply of this id is applied soon. For a
     * host that has some records at hand: their waits on memory then overlap. Changes nothing.
     *
     * @param idHi upper half.
     * @param idLo lower half.
     * @return something without meaning, to be kept anywhere: so the read is not left out.
     */
    public long prefetch(final long idHi, final long idLo) {
        return ids.prefetch(IdHash.of(idHi, idLo));
    }

    /**
     * Does now what is put off for a few records together: for a host that has no record at hand, so that none has to wait.
     * Changes nothing that can be seen.
     */
    public void doIdleWork() {
        endedIds.doIdleWork();
    }

    /**
     * Requests that are open now, in index order; sorted at each call, so for reports only.
     *
     * @return a new list; its elements hold until the next record is applied.
     */
    public List<OpenRequest> openRequests() {
        return requests.inOrder(registry, expected);
    }

    /**
     * The open request of an id.
     *
     * @param idHi upper half.
     * @param idLo lower half.
     * @return null where none is open; holds until the next record is applied.
     */
    public OpenRequest openRequest(final long idHi, final long idLo) {
        return requests.get(idHi, idLo);
    }

    /**
     * How many requests are open, with the messages that wait for a service that is expected back.
     *
     * @return 0 or more.
     */
    public int openCount() {
        return requests.size();
    }

    /**
     * How many of the open requests wait for a service that is expected back, one-way messages included.
     *
     * @return 0 or more.
     */
    public int waitingCount() {
        return expected.waitingCount();
    }

    /**
     * What messages that wait for a service take in the heap.
     *
     * @return about as many bytes; bounded by a setting.
     */
    public long waitingBytes() {
        return expected.waitingBytes();
    }

    /**
     * How many ended ids are remembered.
     *
     * @return 0 or more.
     */
    public int rememberedCount() {
        return endedIds.size();
    }

    /**
     * How far back every ended id is still remembered: the duplicate window, or less where there were too many.
     *
     * @return nanoseconds.
     */
    public long rememberedNs() {
        return endedIds.heldNs(moment.timeNs);
    }

    /**
     * Writes the whole state: what a fold from here needs. Between records, on the engine's thread; nothing of the state changes.
     *
     * @param to equal states give it equal values.
     */
    public void writeState(final StateSink to) {
        to.number(moment.index);
        to.number(moment.timeNs);
        to.number(records);
        copy.write(to);
    }

    /**
     * Takes a state instead of the records that led to it: whatever is applied from then on has the same outputs as if all
     * records had been applied. Says nothing to the outputs. Only for an engine that has applied nothing.
     *
     * @param from what {@link #writeState(StateSink)} wrote.
     * @throws IllegalStateException where it is not that, or this engine has applied records; then it is of no use any more.
     */
    public void readState(final StateSource from) {
        if (records != 0) {
            throw new IllegalStateException("this engine has applied records");
        }
        moment.index = from.number();
        moment.timeNs = from.number();
        records = from.number();
        timers.advance(moment.timeNs, endings);
        copy.read(from);
    }

    @Override
    public void settings(final SettingsInput in) {
        if (begin(in)) {
            settings.take(in);
            endedIds.limits(settings.duplicateWindowNs(), settings.maxEndedIds);
            changeGrace();
            outputs.end();
        }
    }

    /** A shorter grace may be over now; without one nothing is expected back. */
    private void changeGrace() {
        if (settings.rejoinGraceMs == 0) {
            expected.inOrder().forEach(endings::graceOver);
        } else {
            expected.graceChanged();
            timers.advance(moment.timeNs, endings);
            expected.expire(moment.timeNs);
        }
    }

    /** A slot is held by one gateway: one that starts in it proves that the one before is gone. */
    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        if (begin(in)) {
            final GatewayState before = gateways.inSlot(in.slot);
            if (before != null) {
                lose(before, DisconnectReason.GATEWAY_LOST);
            }
            gateways.add(new GatewayState(in));
            expected.gatewayStarted(moment.timeNs);
            outputs.end();
        }
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        if (begin(in)) {
            final GatewayState gateway = gateways.get(in.gateway);
            if (gateway != null) {
                lose(gateway, in.orderly ? DisconnectReason.SHUTTING_DOWN : DisconnectReason.GATEWAY_LOST);
            }
            outputs.end();
        }
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        passTime(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        if (begin(in)) {
            final Instance instance = registry.ofSession(in.session);
            if (instance != null) {
                endings.leave(instance, in.reason);
            }
            outputs.end();
        }
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        passTime(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        passTime(in);
    }

    /** Passed over where the gateway is lost, or the session has an instance already. */
    @Override
    public void registration(final RegistrationInput in) {
        if (begin(in)) {
            if (gateways.get(in.gateway) != null && registry.ofSession(in.session) == null) {
                final Instance instance = new Instance(in);
                final boolean first = registry.add(instance);
                outputs.registered(instance, registry);
                if (instance.isService()) {
                    outputs.serviceConnect(instance);
                    if (first) {
                        outputs.serviceOnline(instance);
                    }
                    endings.rejoined(instance);
                }
            }
            outputs.end();
        }
    }

    @Override
    public void message(final MessageInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                if (in.ack || from.acks) {
                    outputs.accepted(from, true, in.idHi, in.idLo);
                }
                route(in, from);
            }
            outputs.end();
        }
    }

    @Override
    public void reply(final ReplyInput in) {
        if (begin(in)) {
            final OpenRequest request = requests.get(in.idHi, in.idLo);
            // A lobby has the id 0, which is nobody's.
            final boolean isOwn = request != null && request.instance.id == in.from && in.from != 0;
            final Instance from = isOwn ? request.instance : registry.instance(in.from);
            if (from != null) {
                if (in.ack || from.acks) {
                    outputs.accepted(from, true, in.idHi, in.idLo);
                }
                if (isOwn) {
                    answer(in, request);
                } else {
                    endings.noRequest(in, from);
                }
            }
            outputs.end();
        }
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                if (in.ack || from.acks) {
                    outputs.accepted(from, in.hasId, in.idHi, in.idLo);
                }
                outputs.broadcastMessage(from, in);
            }
            outputs.end();
        }
    }

    @Override
    public void emit(final EmitInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                if (in.ack || from.acks) {
                    outputs.accepted(from, false, 0, 0);
                }
                outputs.customEvent(from, in);
            }
            outputs.end();
        }
    }

    @Override
    public void services(final ServicesInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                outputs.services(from, registry, in.service);
            }
            outputs.end();
        }
    }

    @Override
    public void status(final StatusInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                tellStatus(in, from);
            }
            outputs.end();
        }
    }

    @Override
    public void unregister(final UnregisterInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                endings.drain(from, settings.drainDeadlineNs(moment.timeNs));
            }
            outputs.end();
        }
    }

    @Override
    public void tick(final TickInput in) {
        passTime(in);
    }

    /** Needs no rule of its own: its time is past the deadline. */
    @Override
    public void withheld(final WithheldInput in) {
        passTime(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        if (begin(in)) {
            final Instance instance = registry.instance(in.instance);
            if (instance != null) {
                outputs.disconnect(instance, in.reason);
                endings.leave(instance, in.reason);
            }
            outputs.end();
        }
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        passTime(in);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        passTime(in);
    }

    /** One that has unregistered may only reply. */
    private static boolean mayAct(final Instance from) {
        return from != null && !from.draining;
    }

    private void passTime(final Input in) {
        if (begin(in)) {
            outputs.end();
        }
    }

    /** Lets time pass up to this record; false if it is not above the last. */
    private boolean begin(final Input in) {
        if (in.index <= moment.index) {
            return false;
        }
        records++;
        moment.index = in.index;
        moment.timeNs = Math.max(moment.timeNs, in.timeNs);
        outputs.begin(moment.index, moment.timeNs);
        endedIds.expire(moment.timeNs);
        timers.advance(moment.timeNs, endings);
        expected.expire(moment.timeNs);
        return true;
    }

    private void lose(final GatewayState gateway, final DisconnectReason reason) {
        gateways.remove(gateway);
        final List<Instance> lost = new ArrayList<>();
        for (final Instance instance : registry.instances()) {
            if (instance.gateway == gateway.id) {
                lost.add(instance);
            }
        }
        for (final Instance instance : lost) {
            if (!instance.gone) {
                endings.leave(instance, reason);
            }
        }
        expected.gatewayLost();
    }

    private void route(final MessageInput in, final Instance from) {
        final boolean isRequest = in.responder.capacity() > 0;
        final int known = ids.find(in.idHi, in.idLo);
        if (known != IdTable.NONE && (known < 0 || endedIds.isRemembered(known, moment.timeNs))) {
            outputs.error(from, ErrorCode.DUPLICATE, true, in.idHi, in.idLo, "this id is open, or ended not long ago");
            return;
        }
        if (isRequest && from.asked >= settings.maxOpenPerAsker) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo, "you have too many open requests");
            return;
        }
        final Instance to = router.choose(in);
        if (to == null) {
            final ExpectedService service = expected.of(in.destination);
            if (service == null) {
                endings.unrouted(in, from, known, router.reason());
            } else {
                hold(in, from, known, service);
            }
            return;
        }
        if (isRequest && to.pending >= settings.maxOpenPerInstance) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo, "the chosen instance has too many open requests");
            return;
        }
        final long deadlineNs = settings.deadlineNs(moment.timeNs, in.timeoutMs);
        // First of all: whoever is to answer works on it while the rest is put down here.
        outputs.message(to, from, in, deadlineNs);
        if (isRequest) {
            requests.open(in, from, to, deadlineNs, known, endedIds.sequence(known));
        } else {
            endings.routed(in, from, known);
        }
    }

    /** Nobody can take it, but its service is expected back: it waits, as if the service were one instance that is slow. */
    private void hold(final MessageInput in, final Instance from, final int known, final ExpectedService service) {
        if (from.asked >= settings.maxOpenPerAsker) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo, "you have too many open requests");
            return;
        }
        if (service.lobby.pending >= settings.maxOpenPerInstance || !expected.hasRoom(service, in)) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo,
                "too many messages wait for services that are expected back");
            return;
        }
        final long deadlineNs = settings.deadlineNs(moment.timeNs, in.timeoutMs);
        final OpenRequest request =
            requests.open(in, from, service.lobby, deadlineNs, known, endedIds.sequence(known));
        expected.hold(service, request, in);
        outputs.waiting(from, in, deadlineNs);
    }

    private void answer(final ReplyInput in, final OpenRequest request) {
        request.wrapResponder(responder);
        outputs.reply(request.asker.gone ? null : request.asker, request.instance, in, responder, request.index);
        if (!in.more) {
            endings.replied(request);
        }
    }

    private void tellStatus(final StatusInput in, final Instance from) {
        final int known = ids.find(in.idHi, in.idLo);
        final OpenRequest request = requests.at(known);
        if (request != null) {
            final boolean own = request.asker.identityHash == from.identityHash;
            outputs.status(from, in.idHi, in.idLo, own ? RequestStatus.OPEN : RequestStatus.UNKNOWN, null, 0);
            return;
        }
        if (!endedIds.isRemembered(known, moment.timeNs) || endedIds.identity(known) != from.identityHash) {
            outputs.status(from, in.idHi, in.idLo, RequestStatus.UNKNOWN, null, 0);
        } else {
            outputs.status(from, in.idHi, in.idLo, endedIds.status(known), endedIds.reason(known), endedIds.ended(known));
        }
    }
}
