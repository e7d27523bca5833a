package io.patchbay.engine;

import io.patchbay.engine.hash.IdHash;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
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
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.engine.slot.Gateways;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.state.LogPosition;
import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The engine: applies one record after the other and passes everything that follows from it to its {@link Outputs}. Hosts drive
 * it: the live host, the replay tool and tests. It belongs to one thread. No sequence of well-formed records makes it throw. It
 * ignores a record whose index is not above that of the last one applied.
 */
public final class Engine implements Inputs {
    private final Outputs outputs;
    private final StateHash hash = new StateHash();
    private final LogPosition position = new LogPosition();
    private final EngineSettings settings = new EngineSettings();
    private final Gateways gateways = new Gateways(hash);
    private final Registry registry;
    private final TimerWheel timers;
    private final RequestPool pool = new RequestPool();
    private final EndedPages pages = new EndedPages();
    private final IdTable ids = new IdTable(pool, pages);
    private final Requests requests;
    private final EndedIds endedIds;
    private final Router router;
    private final ExpectedServices expected;
    private final StateCopy copy;
    private final Endings endings;
    @NotHashed("scratch of one reply")
    private final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    @NotHashed("a count for the host")
    private long records;

    /**
     * Creates an engine that has applied nothing yet.
     *
     * @param outputs called on the thread that calls the engine.
     */
    public Engine(final Outputs outputs) {
        this(outputs, new EngineParts());
    }

    Engine(final Outputs outputs, final EngineParts parts) {
        this.outputs = outputs;
        registry = parts.newRegistry(hash);
        timers = parts.newTimers();
        requests = new Requests(pool, ids, timers, hash);
        endedIds = parts.newEndedIds(hash, ids, pages);
        router = new Router(registry, hash);
        expected = parts.newExpected(settings, gateways, timers, hash);
        copy = parts.newCopy(settings, gateways, registry, requests, endedIds, expected, ids, timers, hash);
        endings = parts.newEndings(outputs, position, registry, requests, endedIds, expected, router, timers, hash);
        endedIds.limits(settings.duplicateWindowNs(), settings.maxEndedIds);
    }

    /**
     * Returns the registered services and consumers.
     *
     * @return the registry after the last record applied; always the same object.
     */
    public Registry registry() {
        return registry;
    }

    /**
     * Returns the gateways that have started and are not lost, in order of their start.
     *
     * @return a view.
     */
    public Collection<GatewayState> gateways() {
        return gateways.all();
    }

    /**
     * Returns the index of the last record applied.
     *
     * @return 0 before the first.
     */
    public long index() {
        return position.index;
    }

    /**
     * Returns engine time: the highest record time so far.
     *
     * @return epoch nanoseconds, 0 before the first record.
     */
    public long timeNs() {
        return position.timeNs;
    }

    /**
     * Returns how many records were applied, those before a snapshot that this engine read included.
     *
     * @return 0 or more.
     */
    public long records() {
        return records;
    }

    /**
     * Returns whether a settings record has been applied.
     *
     * @return false in a new journal.
     */
    public boolean hasSettings() {
        return settings.recorded;
    }

    /**
     * Copies the settings in force.
     *
     * @param out takes the settings; its index and time stay as they are.
     */
    public void settingsTo(final SettingsInput out) {
        settings.copyTo(out);
    }

    /**
     * Returns a hash of everything that can affect a later output. The call is cheap: the hash is kept up to date as the state
     * changes, except for the last few changes, which this call adds.
     *
     * @return equal for equal states, however they were reached.
     */
    public long stateHash() {
        requests.settle();
        endedIds.settle();
        return hash.sum() + settings.hash() + position.hash() + endedIds.nextHash();
    }

    /**
     * Computes the state hash anew from the whole state. This is slow, for tests and audits.
     *
     * @return the value of {@link #stateHash()}, unless the engine has a bug.
     */
    public long recomputedStateHash() {
        return StateAudit.hash(gateways, registry, endedIds, expected) + settings.hash() + position.hash() + endedIds.nextHash();
    }

    /**
     * Returns whether a deadline, a drain, or the grace of a service that messages wait for has passed at a time. The host asks
     * on its duty cycle and then journals a tick. The call is cheap and changes nothing that can be observed.
     *
     * @param nowNs by the host's clock, epoch nanoseconds.
     * @return true if a tick is to be written.
     */
    public boolean isDue(final long nowNs) {
        return timers.isDue(nowNs);
    }

    /**
     * Prefetches the table slot of an id into cache, ahead of applying a message or a reply with this id. For a host that has
     * several records at hand: their cache misses then overlap. Changes nothing.
     *
     * @param idHi upper half.
     * @param idLo lower half.
     * @return a value without meaning; the caller stores it anywhere, so that the compiler cannot drop the read.
     */
    public long prefetch(final long idHi, final long idLo) {
        return ids.prefetch(IdHash.of(idHi, idLo));
    }

    /**
     * Does work that was deferred to be done in batches. A host calls it when it has no record at hand, so that no record has to
     * wait for this work. Changes nothing that can be observed.
     */
    public void doIdleWork() {
        endedIds.doIdleWork();
    }

    /**
     * Returns the open requests in index order. They are sorted at each call, so this is for reports only.
     *
     * @return a new list; its elements are valid until the next record is applied.
     */
    public List<OpenRequest> openRequests() {
        return requests.inOrder(registry, expected);
    }

    /**
     * Returns the open request of an id.
     *
     * @param idHi upper half.
     * @param idLo lower half.
     * @return null where none is open; valid until the next record is applied.
     */
    public OpenRequest openRequest(final long idHi, final long idLo) {
        return requests.get(idHi, idLo);
    }

    /**
     * Returns how many requests are open, messages that wait for a service included.
     *
     * @return 0 or more.
     */
    public int openCount() {
        return requests.size();
    }

    /**
     * Returns how many of the open requests wait for a service that is expected back, one-way messages included.
     *
     * @return 0 or more.
     */
    public int waitingCount() {
        return expected.waitingCount();
    }

    /**
     * Returns how much of the heap messages take that wait for a service.
     *
     * @return approximate bytes; bounded by a setting.
     */
    public long waitingBytes() {
        return expected.waitingBytes();
    }

    /**
     * Returns how many ended ids are remembered.
     *
     * @return 0 or more.
     */
    public int rememberedCount() {
        return endedIds.size();
    }

    /**
     * Returns how far back every ended id is still remembered: the duplicate window, or less where ids were evicted.
     *
     * @return nanoseconds.
     */
    public long rememberedNs() {
        return endedIds.heldNs(position.timeNs);
    }

    /**
     * Writes the whole state, which is what a fold that begins here needs. Called between records, on the engine's thread. The
     * state does not change.
     *
     * @param to receives equal values for equal states.
     */
    public void writeState(final StateSink to) {
        to.number(position.index);
        to.number(position.timeNs);
        to.number(records);
        copy.write(to);
    }

    /**
     * Reads a state instead of the records that led to it. Records applied from then on have the same outputs as if all earlier
     * records had been applied. Calls no outputs. Only for an engine that has applied nothing.
     *
     * @param from gives what {@link #writeState(StateSink)} wrote.
     * @throws IllegalStateException if the state cannot be read, or if this engine has applied records; the engine must then be
     *                               discarded.
     */
    public void readState(final StateSource from) {
        if (records != 0) {
            throw new IllegalStateException("this engine has applied records");
        }
        position.index = from.number();
        position.timeNs = from.number();
        records = from.number();
        timers.advance(position.timeNs, endings);
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

    /** Applies a changed grace: a shorter one may be over now, and without one no service is expected back. */
    private void changeGrace() {
        if (settings.rejoinGraceMs == 0) {
            expected.inOrder().forEach(endings::graceOver);
        } else {
            expected.graceChanged();
            timers.advance(position.timeNs, endings);
            expected.expire(position.timeNs);
        }
    }

    /**
     * {@inheritDoc} <p>Only one gateway can hold a slot. A gateway that starts in a slot proves that the gateway before it in
     * that slot is gone.
     */
    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        if (begin(in)) {
            final GatewayState before = gateways.inSlot(in.slot);
            if (before != null) {
                lose(before, DisconnectReason.GATEWAY_LOST);
            }
            gateways.add(new GatewayState(in));
            expected.gatewayStarted(position.timeNs);
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

    /** {@inheritDoc} <p>Ignored where the gateway is lost or the session already has an instance. */
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
            // The id of a lobby is 0, which no instance has.
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
                sendStatus(in, from);
            }
            outputs.end();
        }
    }

    @Override
    public void unregister(final UnregisterInput in) {
        if (begin(in)) {
            final Instance from = registry.instance(in.from);
            if (mayAct(from)) {
                endings.drain(from, settings.drainDeadlineNs(position.timeNs));
            }
            outputs.end();
        }
    }

    @Override
    public void tick(final TickInput in) {
        passTime(in);
    }

    /**
     * {@inheritDoc} <p>This needs no rule of its own: the record's time is past the request's deadline, so the request times out.
     */
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

    /** Returns whether a sender may do more than reply: it is registered and has not unregistered. */
    private static boolean mayAct(final Instance from) {
        return from != null && !from.draining;
    }

    private void passTime(final Input in) {
        if (begin(in)) {
            outputs.end();
        }
    }

    /** Advances engine time to that of a record. Returns false if the record is not above the last one applied. */
    private boolean begin(final Input in) {
        if (in.index <= position.index) {
            return false;
        }
        records++;
        position.index = in.index;
        position.timeNs = Math.max(position.timeNs, in.timeNs);
        outputs.begin(position.index, position.timeNs);
        endedIds.expire(position.timeNs);
        timers.advance(position.timeNs, endings);
        expected.expire(position.timeNs);
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
        if (known != IdTable.NONE && (known < 0 || endedIds.isRemembered(known, position.timeNs))) {
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
        final long deadlineNs = settings.deadlineNs(position.timeNs, in.timeoutMs);
        // Sent first, so that the receiver can begin to work while the rest is recorded here.
        outputs.message(to, from, in, deadlineNs);
        if (isRequest) {
            requests.open(in, from, to, deadlineNs, known, endedIds.sequence(known));
        } else {
            endings.routed(in, from, known);
        }
    }

    /**
     * Holds a message that no instance can take and whose service is expected back. The limits are the same as if the service
     * were one slow instance.
     */
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
        final long deadlineNs = settings.deadlineNs(position.timeNs, in.timeoutMs);
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

    private void sendStatus(final StatusInput in, final Instance from) {
        final int known = ids.find(in.idHi, in.idLo);
        final OpenRequest request = requests.at(known);
        if (request != null) {
            final boolean own = request.asker.identityHash == from.identityHash;
            outputs.status(from, in.idHi, in.idLo, own ? RequestStatus.OPEN : RequestStatus.UNKNOWN, null, 0);
            return;
        }
        if (!endedIds.isRemembered(known, position.timeNs) || endedIds.identity(known) != from.identityHash) {
            outputs.status(from, in.idHi, in.idLo, RequestStatus.UNKNOWN, null, 0);
        } else {
            outputs.status(from, in.idHi, in.idLo, endedIds.status(known), endedIds.reason(known), endedIds.ended(known));
        }
    }
}
