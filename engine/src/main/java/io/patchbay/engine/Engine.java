package io.patchbay.engine;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
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
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The engine: applies one record after the other and says what follows from it (contract, section 6). A host calls the
 * {@link Inputs} methods on one thread; decisions leave through {@link Outputs} during the call.
 */
public final class Engine implements Inputs {
    private static final long NS_PER_MS = 1_000_000;

    private final Outputs outputs;
    private final Registry registry = new Registry();
    private final Settings settings = new Settings();
    private final TreeMap<Long, GatewayState> gateways = new TreeMap<>(Long::compareUnsigned);
    private final TimerWheel timers = new TimerWheel();
    private final Requests.Sum instanceSum = new Requests.Sum();
    private final Requests.Sum cursorSum = new Requests.Sum();
    private final Requests.Sum gatewaySum = new Requests.Sum();
    private final Requests requests = new Requests(timers, instanceSum);
    private final Destination destination = new Destination();
    private final Unhandled unhandled = new Unhandled();
    private boolean hasSettings;
    private long index;
    private long timeNs;
    private long records;

    /**
     * An engine with the empty state.
     *
     * @param outputs called for every decision.
     */
    public Engine(final Outputs outputs) {
        this.outputs = outputs;
    }

    /**
     * Registered services and consumers.
     *
     * @return as it is after the last record applied.
     */
    public Registry registry() {
        return registry;
    }

    /**
     * Gateways that have started and are not lost, in order of their start.
     *
     * @return a view.
     */
    public Collection<GatewayState> gateways() {
        return Collections.unmodifiableCollection(gateways.values());
    }

    /**
     * Index of the last record applied.
     *
     * @return 0 before the first.
     */
    public long index() {
        return index;
    }

    /**
     * Engine time: the highest record time so far.
     *
     * @return epoch nanoseconds, 0 before the first record.
     */
    public long timeNs() {
        return timeNs;
    }

    /**
     * Records applied.
     *
     * @return since the journal began.
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
        return hasSettings;
    }

    /**
     * Copies the settings in force.
     *
     * @param out filled; index and time stay as they are.
     */
    public void settingsTo(final SettingsInput out) {
        settings.copyTo(out);
    }

    /**
     * How many requests are open.
     *
     * @return 0 or more.
     */
    public int openCount() {
        return requests.open().size();
    }

    /**
     * The open requests in order of their messages' indexes. Makes a copy; for operators, not for the hot path.
     *
     * @return a new list.
     */
    public List<OpenRequest> openRequests() {
        final Request[] all = requests.open().toArray();
        Arrays.sort(all, Comparator.comparingLong(request -> request.index));
        final List<OpenRequest> list = new ArrayList<>(all.length);
        for (final Request request : all) {
            list.add(new OpenRequest(request.idHi, request.idLo, request.index, request.asker.name,
                text(request.destination()), text(request.responder()), request.instance.id, request.deadlineNs));
        }
        return list;
    }

    /**
     * How many ended ids are remembered.
     *
     * @return 0 or more.
     */
    public int endedCount() {
        return requests.ended().size();
    }

    /**
     * How far back the remembered ids reach.
     *
     * @return nanoseconds from the oldest remembered end to engine time.
     */
    public long endedWindowNs() {
        final long oldest = requests.ended().oldestTimeNs();
        return oldest == 0 ? 0 : timeNs - oldest;
    }

    /**
     * Hash of everything that can affect a later output. Cheap: the sums are kept with every change.
     *
     * @return the same for the same state, however it was reached.
     */
    public long stateHash() {
        return combine(instanceSum.value, cursorSum.value, gatewaySum.value, requests.hash());
    }

    /**
     * The same, from the state alone: for tests of the sums.
     *
     * @return what {@link #stateHash()} must return.
     */
    long recomputedStateHash() {
        long instanceHash = 0;
        for (final Instance instance : registry.instances()) {
            instanceHash += instance.hash();
        }
        long cursorHash = 0;
        for (final Service service : registry.services()) {
            for (final Method method : service.methods()) {
                cursorHash += cursorHash(service, method);
            }
        }
        long gatewayHash = 0;
        for (final GatewayState gateway : gateways.values()) {
            gatewayHash += gateway.hash();
        }
        return combine(instanceHash, cursorHash, gatewayHash, requests.recomputeHash());
    }

    /**
     * Would a tick of this time make a deadline or a drain pass? Asked by the host in its duty cycle, which then journals a
     * tick. Cheap; changes nothing that an output depends on.
     *
     * @param nowNs by the host's clock, epoch nanoseconds.
     * @return true if a tick is to be written.
     */
    public boolean isDue(final long nowNs) {
        return timers.isDue(nowNs);
    }

    @Override
    public void settings(final SettingsInput in) {
        begin(in);
        settings.take(in);
        hasSettings = true;
        requests.ended().dropDownTo(settings.maxEndedIds);
        end();
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        begin(in);
        if (!gateways.containsKey(in.index)) {
            final GatewayState gateway = new GatewayState(in.index, in.slot, in.name);
            gateways.put(in.index, gateway);
            gatewaySum.add(gateway.hash());
        }
        end();
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        begin(in);
        final GatewayState gateway = gateways.remove(in.gateway);
        if (gateway != null) {
            gatewaySum.remove(gateway.hash());
            final DisconnectReason reason = in.orderly ? DisconnectReason.SHUTTING_DOWN : DisconnectReason.GATEWAY_LOST;
            for (final Instance instance : new ArrayList<>(registry.instances())) {
                if (instance.gateway == in.gateway) {
                    leave(instance, reason);
                }
            }
        }
        end();
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        begin(in);
        end();
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        begin(in);
        final Instance instance = registry.instance(in.instance);
        if (instance != null && instance.session == in.session) {
            leave(instance, in.reason);
        }
        end();
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        begin(in);
        end();
    }

    @Override
    public void refused(final RefusedInput in) {
        begin(in);
        end();
    }

    @Override
    public void registration(final RegistrationInput in) {
        begin(in);
        if (gateways.containsKey(in.gateway) && !registry.hasSession(in.session) && registry.instance(in.index) == null) {
            final Instance instance = new Instance(in);
            final boolean isFirst = registry.add(instance);
            instanceSum.add(instance.hash());
            for (final Method method : methodsOf(instance)) {
                if (method.isNew()) {
                    cursorSum.add(cursorHash(registry.service(instance.name), method));
                    method.setKnown();
                }
            }
            outputs.registered(instance, registry);
            if (instance.isService()) {
                outputs.serviceConnect(instance);
                if (isFirst) {
                    outputs.serviceOnline(instance);
                }
            }
        }
        end();
    }

    @Override
    public void message(final MessageInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null && !from.draining) {
            ack(from, in.ack, true, in.idHi, in.idLo);
            take(in, from);
        }
        end();
    }

    @Override
    public void reply(final ReplyInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null) {
            ack(from, in.ack, true, in.idHi, in.idLo);
            final Request request = requests.open().get(in.idHi, in.idLo);
            if (request == null || request.instance != from) {
                noRequest(in, from);
            } else {
                outputs.reply(request.askerGone ? null : request.asker, from, in, request.responder(), request.index);
                if (!in.more) {
                    endRequest(request, RequestStatus.REPLIED, null);
                    requests.giveBack(request);
                    finishDrainIfDone(from);
                }
            }
        }
        end();
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null && !from.draining) {
            ack(from, in.ack, in.hasId, in.idHi, in.idLo);
            outputs.broadcastMessage(from, in);
        }
        end();
    }

    @Override
    public void emit(final EmitInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null && !from.draining) {
            ack(from, in.ack, false, 0, 0);
            outputs.customEvent(from, in);
        }
        end();
    }

    @Override
    public void services(final ServicesInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null && !from.draining) {
            outputs.services(from, registry, in.service);
        }
        end();
    }

    @Override
    public void status(final StatusInput in) {
        begin(in);
        final Instance from = registry.instance(in.from);
        if (from != null && !from.draining) {
            answerStatus(from, in.idHi, in.idLo);
        }
        end();
    }

    @Override
    public void unregister(final UnregisterInput in) {
        begin(in);
        final Instance instance = registry.instance(in.from);
        if (instance != null && !instance.draining) {
            retire(instance);
            instanceSum.remove(instance.hash());
            instance.draining = true;
            instance.deadlineNs = timeNs + settings.drainMs * NS_PER_MS;
            instance.timerIndex = in.index;
            instanceSum.add(instance.hash());
            timers.add(instance);
            finishDrainIfDone(instance);
        }
        end();
    }

    @Override
    public void tick(final TickInput in) {
        begin(in);
        end();
    }

    @Override
    public void withheld(final WithheldInput in) {
        begin(in);
        end();
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        begin(in);
        final Instance instance = registry.instance(in.instance);
        if (instance != null) {
            outputs.disconnect(instance, in.reason);
            leave(instance, in.reason);
        }
        end();
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        begin(in);
        end();
    }

    /** Time passes before the record is applied. */
    private void begin(final Input in) {
        index = in.index;
        timeNs = Math.max(timeNs, in.timeNs);
        records++;
        outputs.begin(index, timeNs);
        requests.ended().dropBefore(timeNs - settings.duplicateWindowMs * NS_PER_MS);
        final int due = timers.expire(timeNs);
        for (int i = 0; i < due; i++) {
            final Timer timer = timers.expired(i);
            if (timer instanceof Request request) {
                // one before it may have ended this one too
                if (request.instance != null) {
                    final Instance instance = request.instance;
                    endUnhandled(request, UnhandledReason.TIMEOUT);
                    finishDrainIfDone(instance);
                }
            } else {
                final Instance instance = (Instance)timer;
                if (!instance.gone) {
                    finishDrain(instance);
                }
            }
        }
    }

    private void end() {
        outputs.end();
    }

    private void ack(final Instance to, final boolean isWanted, final boolean hasId, final long idHi, final long idLo) {
        if (isWanted || to.acks) {
            outputs.accepted(to, hasId, idHi, idLo);
        }
    }

    private void take(final MessageInput in, final Instance from) {
        final boolean isRequest = in.responder.capacity() > 0;
        if (requests.isKnown(in.idHi, in.idLo)) {
            outputs.error(from, ErrorCode.DUPLICATE, true, in.idHi, in.idLo, "a message of this id is open or ended lately");
            return;
        }
        if (isRequest && from.asked >= settings.maxOpenPerAsker) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo, "too many open requests of this asker");
            return;
        }
        destination.parse(in.destination);
        final Service service = registry.service(in.destination, 0, destination.serviceLength());
        final UnhandledReason reason = unroutable(service, in.destination);
        if (reason != null) {
            endAtOnce(in, from, RequestStatus.UNHANDLED, reason);
            tellUnhandled(in, from, reason);
            return;
        }
        final Method method =
            service.method(in.destination, destination.methodOffset(), destination.methodLength());
        final Instance to = choose(service, method, in);
        if (isRequest && to.pending >= settings.maxOpenPerInstance) {
            outputs.error(from, ErrorCode.OVERLOADED, true, in.idHi, in.idLo, "too many open requests for the instance");
            return;
        }
        if (in.key.capacity() == 0) {
            cursorSum.remove(cursorHash(service, method));
            method.cursor = to.id;
            cursorSum.add(cursorHash(service, method));
        }
        final long timeoutMs = in.timeoutMs > 0 ? in.timeoutMs : settings.defaultTimeoutMs;
        final long deadlineNs = timeNs + timeoutMs * NS_PER_MS;
        if (isRequest) {
            requests.open(in.idHi, in.idLo, index, deadlineNs, from, to, in.destination, in.responder);
        }
        outputs.message(to, from, in, deadlineNs);
        if (!isRequest) {
            endAtOnce(in, from, RequestStatus.REPLIED, null);
        }
    }

    private UnhandledReason unroutable(final Service service, final DirectBuffer text) {
        if (service == null || !service.takesRequests()) {
            return UnhandledReason.NO_SERVICE;
        }
        if (!service.hasVersion(text, destination.versionOffset(), destination.versionLength())) {
            return UnhandledReason.NO_VERSION;
        }
        final Method method = service.method(text, destination.methodOffset(), destination.methodLength());
        return method == null || !method.has(text, destination.versionOffset(), destination.versionLength())
            ? UnhandledReason.NO_METHOD : null;
    }

    private Instance choose(final Service service, final Method method, final MessageInput in) {
        final int offset = destination.versionOffset();
        final int length = destination.versionLength();
        if (in.key.capacity() > 0) {
            return method.byKey(in.key, in.destination, offset, length);
        }
        return service.choose == Choose.LEAST_PENDING ? method.leastPending(in.destination, offset, length)
            : method.inTurn(in.destination, offset, length);
    }

    private void endAtOnce(final MessageInput in, final Instance from, final RequestStatus status,
        final UnhandledReason reason) {
        requests.ended().put(in.idHi, in.idLo, index, timeNs, Requests.owner(from), status, reason, settings.maxEndedIds);
        outputs.ended(index, in.idHi, in.idLo, status, reason);
    }

    private void tellUnhandled(final MessageInput in, final Instance from, final UnhandledReason reason) {
        unhandled.idHi = in.idHi;
        unhandled.idLo = in.idLo;
        unhandled.request = index;
        unhandled.instance = 0;
        unhandled.sender = from;
        unhandled.reason = reason;
        unhandled.consumer = from.name;
        unhandled.destination.wrap(in.destination);
        unhandled.responder.wrap(in.responder);
        outputs.unhandledMessage(unhandled);
    }

    private void noRequest(final ReplyInput in, final Instance from) {
        unhandled.idHi = in.idHi;
        unhandled.idLo = in.idLo;
        unhandled.request = 0;
        unhandled.instance = 0;
        unhandled.sender = from;
        unhandled.reason = UnhandledReason.NO_REQUEST;
        unhandled.consumer = "";
        unhandled.destination.wrap(0, 0);
        unhandled.responder.wrap(0, 0);
        outputs.unhandledMessage(unhandled);
    }

    private void endUnhandled(final Request request, final UnhandledReason reason) {
        endRequest(request, RequestStatus.UNHANDLED, reason);
        unhandled.idHi = request.idHi;
        unhandled.idLo = request.idLo;
        unhandled.request = request.index;
        unhandled.instance = request.instance.id;
        unhandled.sender = request.askerGone ? null : request.asker;
        unhandled.reason = reason;
        unhandled.consumer = request.asker.name;
        unhandled.destination.wrap(request.destination());
        unhandled.responder.wrap(request.responder());
        outputs.unhandledMessage(unhandled);
        requests.giveBack(request);
    }

    private void endRequest(final Request request, final RequestStatus status, final UnhandledReason reason) {
        requests.end(request, index, timeNs, status, reason, settings.maxEndedIds);
        outputs.ended(request.index, request.idHi, request.idLo, status, reason);
    }

    private void answerStatus(final Instance from, final long idHi, final long idLo) {
        final long owner = Requests.owner(from);
        final Request request = requests.open().get(idHi, idLo);
        if (request != null) {
            final boolean isOwn = request.ownerHash == owner;
            outputs.status(from, idHi, idLo, isOwn ? RequestStatus.OPEN : RequestStatus.UNKNOWN, null, 0);
            return;
        }
        final EndedIds ended = requests.ended();
        final long found = ended.find(idHi, idLo);
        if (found >= 0 && ended.owner(found) == owner) {
            outputs.status(from, idHi, idLo, ended.status(found), ended.reason(found), ended.index(found));
        } else {
            outputs.status(from, idHi, idLo, RequestStatus.UNKNOWN, null, 0);
        }
    }

    private void finishDrainIfDone(final Instance instance) {
        if (instance.draining && instance.pending == 0 && !instance.gone) {
            finishDrain(instance);
        }
    }

    private void finishDrain(final Instance instance) {
        outputs.disconnect(instance, DisconnectReason.UNREGISTERED);
        leave(instance, DisconnectReason.UNREGISTERED);
    }

    private void retire(final Instance instance) {
        if (instance.isService()) {
            registry.service(instance.name).retire(instance);
        }
    }

    /** Takes an instance out, tells of it, and ends what it still had. */
    private void leave(final Instance instance, final DisconnectReason reason) {
        if (!instance.draining) {
            retire(instance);
        }
        timers.remove(instance);
        final Service service = registry.service(instance.name);
        instanceSum.remove(instance.hash());
        instance.gone = true;
        final boolean isLast = registry.remove(instance);
        if (isLast) {
            for (final Method method : service.methods()) {
                cursorSum.remove(cursorHash(service, method));
            }
        }
        requests.forgetAsker(instance);
        if (instance.isService()) {
            outputs.serviceDisconnect(instance, reason);
            if (isLast) {
                outputs.serviceOffline(instance, reason);
            }
        }
        final UnhandledReason lost =
            reason == DisconnectReason.SLOW_CONSUMER ? UnhandledReason.SLOW_CONSUMER : UnhandledReason.INSTANCE_LOST;
        while (instance.firstPending != null) {
            endUnhandled(instance.firstPending, lost);
        }
    }

    private Collection<Method> methodsOf(final Instance instance) {
        return instance.isService() ? registry.service(instance.name).methods() : List.of();
    }

    private static long cursorHash(final Service service, final Method method) {
        final long names = Hashes.add(service.nameHash, method.nameHash);
        return Hashes.add(Hashes.add(names, method.cursor), service.choose.ordinal());
    }

    private long combine(final long instanceHash, final long cursorHash, final long gatewayHash, final long requestHash) {
        long hash = Hashes.add(settings.hash(), timeNs);
        hash = Hashes.add(hash, instanceHash);
        hash = Hashes.add(hash, cursorHash);
        hash = Hashes.add(hash, gatewayHash);
        hash = Hashes.add(hash, requestHash);
        return Hashes.add(hash, hasSettings ? 1 : 0);
    }

    private static String text(final DirectBuffer buffer) {
        return buffer.getStringWithoutLengthAscii(0, buffer.capacity());
    }
}
