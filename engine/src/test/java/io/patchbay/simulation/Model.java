package io.patchbay.simulation;

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
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A second, simple implementation of the rules of PROTOCOL.md. It takes the records as they are appended to the journal and
 * computes the frames that each receiver must receive. It shares nothing with the engine but the carriers and the protocol's
 * names. In the simulation, names have one letter, and lists are searched from end to end.
 */
final class Model implements Inputs {
    private static final long MS = 1_000_000;
    /** The journal's clock differs from elapsed time by at most one part in this many. */
    private static final long SLEW_PART = 150;

    final List<ModelInstance> instances = new ArrayList<>();
    final Long2ObjectHashMap<ModelInstance> everyInstance = new Long2ObjectHashMap<>();
    final List<ModelRequest> open = new ArrayList<>();
    final Long2ObjectHashMap<ModelRequest> everyMessage = new Long2ObjectHashMap<>();
    final Long2ObjectHashMap<ModelRequest> lastOfId = new Long2ObjectHashMap<>();
    private final LongHashSet everyId = new LongHashSet();
    final ModelChoice choice = new ModelChoice(instances);
    long timeNs;
    /** Elapsed time, which only the simulated machine knows. */
    long elapsedNs;
    /** Time since which some process has always been alive, so that the clock has not begun anew. */
    long clockSinceNs;
    /** Number of messages that the last record ended. */
    int ends;
    private final List<GatewayStartedInput> gateways = new ArrayList<>();
    private final List<ModelReturn> returns = new ArrayList<>();
    private final ArrayDeque<ModelRequest> ended = new ArrayDeque<>();
    private final List<ModelInstance> instancePool = new ArrayList<>();
    private final List<ModelRequest> requestPool = new ArrayList<>();
    private final SettingsInput settings = new SettingsInput();
    private int instancesUsed;
    private int requestsUsed;
    private long index;

    void reset() {
        instances.clear();
        everyInstance.clear();
        open.clear();
        everyMessage.clear();
        lastOfId.clear();
        everyId.clear();
        choice.reset();
        gateways.clear();
        returns.clear();
        ended.clear();
        instancesUsed = 0;
        requestsUsed = 0;
        timeNs = 0;
        index = 0;
        settings.defaultTimeoutMs = 30_000;
        settings.drainMs = 5_000;
        settings.duplicateWindowMs = 600_000;
        settings.maxEndedIds = 4_194_304;
        settings.maxOpenPerAsker = 65_536;
        settings.maxOpenPerInstance = 65_536;
        settings.rejoinGraceMs = 0;
    }

    void take(final Input in) {
        index = in.index;
        ends = 0;
        passTime(in.timeNs);
        in.applyTo(this);
    }

    ModelInstance instance(final long id) {
        for (int i = 0; i < instances.size(); i++) {
            if (instances.get(i).id == id) {
                return instances.get(i);
            }
        }
        return null;
    }

    /**
     * Returns the earliest deadline of open requests, of drains and of graces for which a message waits; {@link Long#MAX_VALUE}
     * where there is none.
     */
    long earliestDeadlineNs() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < open.size(); i++) {
            earliest = Math.min(earliest, open.get(i).deadlineNs);
        }
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance instance = instances.get(i);
            if (instance.isDraining) {
                earliest = Math.min(earliest, instance.drainDeadlineNs);
            }
        }
        for (int i = 0; i < returns.size(); i++) {
            if (waitingFor(returns.get(i).name) > 0) {
                earliest = Math.min(earliest, graceEndNs(returns.get(i)));
            }
        }
        return earliest;
    }

    /**
     * Returns the elapsed time by which the first open request must have ended; {@link Long#MAX_VALUE} where there is none. The
     * journal's clock may be slower by half a percent, and the clocks of fast processes may have been slightly ahead of it.
     */
    long earliestOverdueNs() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < open.size(); i++) {
            final ModelRequest request = open.get(i);
            earliest = Math.min(earliest, request.takenNs + request.timeoutNs + request.timeoutNs / SLEW_PART + MS);
        }
        return earliest;
    }

    // ---- time -------------------------------------------------------------------------------------------------------------

    private void passTime(final long recordNs) {
        timeNs = Math.max(timeNs, recordNs);
        while (!ended.isEmpty() && timeNs - ended.peekFirst().endedNs > settings.duplicateWindowMs * MS) {
            forget(ended.removeFirst());
        }
        while (passOne()) {
            continue;
        }
    }

    /**
     * Ends the earliest deadline that has passed; of equal ones, that with the lower index. Returns false where none has passed.
     */
    private boolean passOne() {
        ModelRequest request = null;
        for (int i = 0; i < open.size(); i++) {
            final ModelRequest other = open.get(i);
            if (other.deadlineNs <= timeNs && (request == null || other.deadlineNs < request.deadlineNs)) {
                request = other;
            }
        }
        ModelInstance drain = null;
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance other = instances.get(i);
            if (other.isDraining && other.drainDeadlineNs <= timeNs && (drain == null
                || other.drainDeadlineNs < drain.drainDeadlineNs
                || other.drainDeadlineNs == drain.drainDeadlineNs && other.drainIndex < drain.drainIndex)) {
                drain = other;
            }
        }
        final ModelReturn over = nextOver();
        if (over != null && isBefore(graceEndNs(over), over.instance, drain, request)) {
            giveUp(over);
            return true;
        }
        if (drain != null && (request == null || drain.drainDeadlineNs < request.deadlineNs
            || drain.drainDeadlineNs == request.deadlineNs && drain.drainIndex < request.index)) {
            drained(drain);
            return true;
        }
        if (request != null) {
            if (request.takenNs >= clockSinceNs
                && elapsedNs - request.takenNs < request.timeoutNs - request.timeoutNs / SLEW_PART - MS) {
                throw new Violation("request " + Long.toHexString(request.index) + " ends after "
                    + (elapsedNs - request.takenNs) / MS + " ms of its " + request.timeoutNs / MS);
            }
            unhandled(request, UnhandledReason.TIMEOUT);
            return true;
        }
        return false;
    }

    private ModelReturn nextOver() {
        ModelReturn over = null;
        for (int i = 0; i < returns.size(); i++) {
            final ModelReturn other = returns.get(i);
            if (graceEndNs(other) <= timeNs && (over == null || graceEndNs(other) < graceEndNs(over)
                || graceEndNs(other) == graceEndNs(over) && other.instance < over.instance)) {
                over = other;
            }
        }
        return over;
    }

    private static boolean isBefore(final long ns, final long number, final ModelInstance drain, final ModelRequest request) {
        return (drain == null || ns < drain.drainDeadlineNs || ns == drain.drainDeadlineNs && number < drain.drainIndex)
            && (request == null || ns < request.deadlineNs || ns == request.deadlineNs && number < request.index);
    }

    private void forget(final ModelRequest request) {
        if (lastOfId.get(request.id) == request) {
            lastOfId.remove(request.id);
        }
    }

    // ---- records ----------------------------------------------------------------------------------------------------------

    @Override
    public void settings(final SettingsInput in) {
        settings.defaultTimeoutMs = in.defaultTimeoutMs;
        settings.drainMs = in.drainMs;
        settings.duplicateWindowMs = in.duplicateWindowMs;
        settings.maxEndedIds = in.maxEndedIds;
        settings.maxOpenPerAsker = in.maxOpenPerAsker;
        settings.maxOpenPerInstance = in.maxOpenPerInstance;
        settings.rejoinGraceMs = in.rejoinGraceMs;
        settings.rejoinServiceBytes = in.rejoinServiceBytes;
        settings.rejoinTotalBytes = in.rejoinTotalBytes;
        forgetSurplus();
        if (in.rejoinGraceMs == 0) {
            returns.sort(Comparator.comparingLong(one -> one.instance));
            while (!returns.isEmpty()) {
                giveUp(returns.get(0));
            }
        }
        while (passOne()) {
            continue;
        }
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        for (int i = 0; i < gateways.size(); i++) {
            if (gateways.get(i).slot == in.slot) {
                lose(gateways.remove(i).index, DisconnectReason.GATEWAY_LOST);
                break;
            }
        }
        gateways.add(in);
        for (int i = 0; i < returns.size(); i++) {
            final ModelReturn one = returns.get(i);
            if (one.sinceNs < 0 || one.isFirst) {
                one.sinceNs = timeNs;
                one.isFirst = false;
            }
        }
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        if (gateways.removeIf(gateway -> gateway.index == in.gateway)) {
            lose(in.gateway, in.orderly ? DisconnectReason.SHUTTING_DOWN : DisconnectReason.GATEWAY_LOST);
        }
    }

    private void lose(final long gateway, final DisconnectReason reason) {
        for (int i = 0; i < instances.size();) {
            if (instances.get(i).gateway == gateway) {
                leave(instances.get(i), reason);
            } else {
                i++;
            }
        }
        if (gateways.isEmpty()) {
            for (int i = 0; i < returns.size(); i++) {
                returns.get(i).sinceNs = -1;
            }
        }
    }

    boolean hasGateway(final long id) {
        for (int i = 0; i < gateways.size(); i++) {
            if (gateways.get(i).index == id) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        for (int i = 0; i < instances.size(); i++) {
            if (instances.get(i).session == in.session) {
                leave(instances.get(i), in.reason);
                return;
            }
        }
    }

    @Override
    public void registration(final RegistrationInput in) {
        if (!hasGateway(in.gateway)) {
            return;
        }
        final ModelInstance added = newInstance();
        added.id = in.index;
        added.session = in.session;
        added.gateway = in.gateway;
        added.name = (byte)in.name.charAt(0);
        added.version = in.version.getBytes(StandardCharsets.US_ASCII);
        added.methods = 0;
        for (int i = 0; i < in.methods.size(); i++) {
            added.methods |= 1 << in.methods.get(i).charAt(0) - 'x';
        }
        added.listen = 0;
        added.custom = 0;
        for (int i = 0; i < in.listen.size(); i++) {
            final String entry = in.listen.get(i);
            if (entry.charAt(1) == ':') {
                added.custom |= 1 << entry.charAt(0) - 'a';
            } else {
                added.listen |= 1 << FrameTexts.eventOf(entry);
            }
        }
        added.acks = in.acks;
        added.isAeron = !in.aeron.isEmpty();
        added.isLeastPending = in.choose == Choose.LEAST_PENDING;
        final boolean isFirst = added.isService() && choice.countOf(added.name) == 0;
        instances.add(added);
        everyInstance.put(added.id, added);
        added.socket.add(index, Keys.of(Keys.REGISTERED, 0, choice.serviceCount(), choice.instanceCount(), 0), 0);
        if (isFirst) {
            choice.comesOnline(added);
        }
        if (added.isService()) {
            lifecycle(EventName.SERVICE_CONNECT, added, null);
            if (isFirst) {
                lifecycle(EventName.SERVICE_ONLINE, added, null);
            }
            rejoin(added.name);
        }
    }

    /** Routes the messages that wait for a service as if they were sent now, in the order in which they were sent. */
    private void rejoin(final byte name) {
        for (int i = 0; i < open.size();) {
            final ModelRequest request = open.get(i);
            final ModelInstance to = isWaitingFor(request, name) ? choice.choose(request.waiting) : null;
            if (to == null) {
                i++;
                continue;
            }
            addRequest(request, request.waiting, to);
            request.waiting = null;
            if (request.isRequest) {
                request.to = to;
                to.pending++;
                i++;
            } else {
                close(request);
                end(request, null);
            }
        }
    }

    private void begin(final ModelRequest request, final MessageInput in) {
        request.timeoutNs = (in.timeoutMs == 0 ? settings.defaultTimeoutMs : in.timeoutMs) * MS;
        request.takenNs = elapsedNs;
        request.deadlineNs = timeNs + request.timeoutNs;
    }

    private void addRequest(final ModelRequest request, final MessageInput in, final ModelInstance to) {
        to.frames().add(index, Keys.of(Keys.REQUEST, in.idLo, Keys.payload(in.payload),
            Keys.text(in.destination) + request.askerName, request.deadlineNs), request.isRequest ? request.index : 0);
    }

    @Override
    public void message(final MessageInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        if (in.ack || from.acks) {
            accepted(from, in.idLo);
        }
        final boolean isRequest = in.responder.capacity() > 0;
        if (lastOfId.get(in.idLo) != null) {
            failure(from, ErrorCode.DUPLICATE, in.idLo);
            return;
        }
        if (isRequest && from.asked >= settings.maxOpenPerAsker) {
            failure(from, ErrorCode.OVERLOADED, in.idLo);
            return;
        }
        final ModelInstance to = choice.choose(in);
        if (to == null && isToReturn(in.destination.getByte(0))) {
            waitFor(in, from);
            return;
        }
        if (to == null) {
            final ModelRequest request = newRequest(in, from, null);
            addUnhandled(request, from, choice.reason());
            end(request, choice.reason());
            return;
        }
        if (isRequest && to.pending >= settings.maxOpenPerInstance) {
            failure(from, ErrorCode.OVERLOADED, in.idLo);
            return;
        }
        final ModelRequest request = newRequest(in, from, to);
        begin(request, in);
        addRequest(request, in, to);
        if (isRequest) {
            request.isOpen = true;
            open.add(request);
            lastOfId.put(request.id, request);
            from.asked++;
            to.pending++;
        } else {
            end(request, null);
        }
    }

    private void waitFor(final MessageInput in, final ModelInstance from) {
        final byte name = in.destination.getByte(0);
        if (from.asked >= settings.maxOpenPerAsker || waitingFor(name) >= settings.maxOpenPerInstance
            || waitingBytes(name) + bytes(in) > settings.rejoinServiceBytes
            || waitingBytes((byte)0) + bytes(in) > settings.rejoinTotalBytes) {
            failure(from, ErrorCode.OVERLOADED, in.idLo);
            return;
        }
        final ModelRequest request = newRequest(in, from, null);
        begin(request, in);
        request.waiting = in;
        request.isOpen = true;
        open.add(request);
        lastOfId.put(request.id, request);
        from.asked++;
    }

    private static boolean isWaitingFor(final ModelRequest request, final byte name) {
        return request.waiting != null && (name == 0 || request.waiting.destination.getByte(0) == name);
    }

    private int waitingFor(final byte name) {
        int count = 0;
        for (int i = 0; i < open.size(); i++) {
            count += isWaitingFor(open.get(i), name) ? 1 : 0;
        }
        return count;
    }

    private long waitingBytes(final byte name) {
        long sum = 0;
        for (int i = 0; i < open.size(); i++) {
            sum += isWaitingFor(open.get(i), name) ? bytes(open.get(i).waiting) : 0;
        }
        return sum;
    }

    private static long bytes(final MessageInput in) {
        return 512 + in.payload.capacity() + in.key.capacity() + in.traceparent.capacity() + in.destination.capacity()
            + in.responder.capacity();
    }

    private boolean isToReturn(final byte name) {
        for (int i = 0; i < returns.size(); i++) {
            if (returns.get(i).name == name) {
                return true;
            }
        }
        return false;
    }

    private long graceEndNs(final ModelReturn one) {
        return one.sinceNs < 0 ? Long.MAX_VALUE : one.sinceNs + settings.rejoinGraceMs * MS;
    }

    /** Follows up when no instance serves under a name. If the server is the cause, the service is expected back. */
    private void stopsServing(final ModelInstance last, final DisconnectReason reason) {
        for (int i = 0; i < instances.size(); i++) {
            if (instances.get(i).name == last.name && instances.get(i).isService() && !instances.get(i).isDraining) {
                return;
            }
        }
        if (reason != DisconnectReason.GATEWAY_LOST && reason != DisconnectReason.SHUTTING_DOWN) {
            for (int i = 0; i < returns.size(); i++) {
                if (returns.get(i).name == last.name) {
                    giveUp(returns.get(i));
                }
            }
        } else if (settings.rejoinGraceMs > 0) {
            returns.removeIf(one -> one.name == last.name);
            returns.add(new ModelReturn(last.name, last.id, gateways.isEmpty() ? -1 : timeNs));
        }
    }

    private void giveUp(final ModelReturn one) {
        returns.remove(one);
        for (int i = 0; i < open.size();) {
            if (isWaitingFor(open.get(i), one.name)) {
                choice.choose(open.get(i).waiting);
                unhandled(open.get(i), choice.reason());
            } else {
                i++;
            }
        }
    }

    @Override
    public void reply(final ReplyInput in) {
        final ModelRequest known = lastOfId.get(in.idLo);
        final ModelRequest request = known != null && known.isOpen && known.to != null && known.to.id == in.from ? known : null;
        final ModelInstance from = instance(in.from);
        if (from == null) {
            return;
        }
        if (in.ack || from.acks) {
            accepted(from, in.idLo);
        }
        if (request == null) {
            addUnhandled(in.idLo, 0, 0, from, UnhandledReason.NO_REQUEST);
            return;
        }
        if (!request.asker.isGone) {
            request.asker.frames().add(index, Keys.of(Keys.REPLY, in.idLo, in.from,
                (in.more ? 1 : 0) | (in.error ? 2 : 0), in.error ? 0 : Keys.payload(in.payload)), 0);
        }
        if (!in.more) {
            close(request);
            end(request, null);
            afterEnd(request);
        }
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        if (in.ack || from.acks) {
            accepted(from, in.hasId ? in.idLo : 0);
        }
        final long key = Keys.of(Keys.BROADCAST, in.hasId ? in.idLo : 0, in.from, 0, Keys.payload(in.payload));
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance to = instances.get(i);
            if (to != from && (to.isService() || to.hears(EventName.BROADCAST_MESSAGE.ordinal()))) {
                to.frames().add(index, key, 0);
            }
        }
    }

    @Override
    public void emit(final EmitInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        if (in.ack || from.acks) {
            accepted(from, 0);
        }
        final long key = Keys.of(Keys.CUSTOM, 0, in.from, Keys.text(in.event), Keys.payload(in.payload));
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance to = instances.get(i);
            if (to != from && (to.custom & 1 << from.name - 'a') != 0) {
                to.frames().add(index, key, 0);
            }
        }
    }

    @Override
    public void services(final ServicesInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        int count = 0;
        long ids = 0;
        long pending = 0;
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance other = instances.get(i);
            if (other.isService() && (in.service.capacity() == 0 || in.service.getByte(0) == other.name)) {
                count++;
                ids += other.id;
                pending += other.pending;
            }
        }
        from.frames().add(index, Keys.of(Keys.SERVICES, 0, count, ids, pending), 0);
    }

    @Override
    public void status(final StatusInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        final ModelRequest request = lastOfId.get(in.idLo);
        final RequestStatus status;
        UnhandledReason reason = null;
        long at = 0;
        if (request == null || request.askerName != from.name) {
            status = RequestStatus.UNKNOWN;
        } else if (request.isOpen) {
            status = RequestStatus.OPEN;
        } else {
            status = request.reason == null ? RequestStatus.REPLIED : RequestStatus.UNHANDLED;
            reason = request.reason;
            at = request.endIndex;
        }
        from.frames().add(index,
            Keys.of(Keys.STATUS, in.idLo, status.ordinal(), reason == null ? -1 : reason.ordinal(), at), 0);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        final ModelInstance from = instance(in.from);
        if (from == null || from.isDraining) {
            return;
        }
        if (from.pending == 0 || settings.drainMs == 0) {
            drained(from);
        } else {
            from.isDraining = true;
            from.drainIndex = index;
            from.drainDeadlineNs = timeNs + settings.drainMs * MS;
            if (from.isService()) {
                stopsServing(from, DisconnectReason.UNREGISTERED);
            }
        }
    }

    @Override
    public void withheld(final WithheldInput in) {
        final ModelRequest request = everyMessage.get(in.request);
        if (request == null || request.isOpen) {
            throw new Violation("withheld " + Long.toHexString(in.request) + " before its deadline");
        }
        request.isWithheld = true;
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        final ModelInstance instance = instance(in.instance);
        if (instance != null) {
            instance.socket.add(index, Keys.of(Keys.DISCONNECT, 0, in.reason.ordinal(), 0, 0), 0);
            leave(instance, in.reason);
        }
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        // only time passes
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        // only time passes
    }

    @Override
    public void refused(final RefusedInput in) {
        // only time passes
    }

    @Override
    public void tick(final TickInput in) {
        // only time passes
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        // only time passes
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        // only time passes
    }

    // ---- ends -------------------------------------------------------------------------------------------------------------

    private void drained(final ModelInstance instance) {
        instance.socket.add(index, Keys.of(Keys.DISCONNECT, 0, DisconnectReason.UNREGISTERED.ordinal(), 0, 0), 0);
        leave(instance, DisconnectReason.UNREGISTERED);
    }

    private void leave(final ModelInstance instance, final DisconnectReason reason) {
        final boolean served = instance.isService() && !instance.isDraining;
        instances.remove(instance);
        instance.isGone = true;
        instance.isDraining = false;
        instance.goneFor = reason;
        if (instance.isService()) {
            lifecycle(EventName.SERVICE_DISCONNECT, instance, reason);
            if (choice.countOf(instance.name) == 0) {
                lifecycle(EventName.SERVICE_OFFLINE, instance, reason);
                choice.goesOffline(instance.name);
            }
        }
        final UnhandledReason why =
            reason == DisconnectReason.SLOW_CONSUMER ? UnhandledReason.SLOW_CONSUMER : UnhandledReason.INSTANCE_LOST;
        for (int i = 0; i < open.size() && instance.pending > 0;) {
            if (open.get(i).to == instance) {
                unhandled(open.get(i), why);
            } else {
                i++;
            }
        }
        if (served) {
            stopsServing(instance, reason);
        }
    }

    private void unhandled(final ModelRequest request, final UnhandledReason reason) {
        close(request);
        addUnhandled(request, request.asker.isGone ? null : request.asker, reason);
        end(request, reason);
        afterEnd(request);
    }

    private void close(final ModelRequest request) {
        open.remove(request);
        request.isOpen = false;
        request.asker.asked--;
        if (request.to != null) {
            request.to.pending--;
        }
    }

    /** Ends a message. Its id is remembered from now on, unless there are too many. */
    private void end(final ModelRequest request, final UnhandledReason reason) {
        ends++;
        request.endIndex = index;
        request.endedNs = timeNs;
        request.reason = reason;
        lastOfId.put(request.id, request);
        ended.addLast(request);
        forgetSurplus();
    }

    private void forgetSurplus() {
        while (ended.size() > settings.maxEndedIds) {
            forget(ended.removeFirst());
        }
    }

    private void afterEnd(final ModelRequest request) {
        if (request.to != null && request.to.isDraining && request.to.pending == 0) {
            drained(request.to);
        }
    }

    // ---- receivers --------------------------------------------------------------------------------------------------------

    /** Adds an ack, which comes before everything that the frame causes and after the effects of the passing of time. */
    private void accepted(final ModelInstance to, final long id) {
        to.acked.add(index, Keys.of(Keys.ACCEPTED, id, 0, 0, 0), to.frames().size());
    }

    private void failure(final ModelInstance to, final ErrorCode code, final long id) {
        to.frames().add(index, Keys.of(Keys.FAILURE, id, code.ordinal(), 0, 0), 0);
    }

    private void addUnhandled(final ModelRequest request, final ModelInstance sender, final UnhandledReason reason) {
        addUnhandled(request.id, request.index, request.to == null ? 0 : request.to.id, sender, reason);
    }

    private void addUnhandled(final long id, final long request, final long instance, final ModelInstance sender,
        final UnhandledReason reason) {
        final long key = Keys.of(Keys.UNHANDLED, id, reason.ordinal(), request, instance);
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance to = instances.get(i);
            if (to == sender || to.hears(EventName.UNHANDLED_MESSAGE.ordinal())) {
                to.frames().add(index, key, 0);
            }
        }
    }

    private void lifecycle(final EventName event, final ModelInstance cause, final DisconnectReason reason) {
        final long key = Keys.of(Keys.LIFECYCLE, 0, event.ordinal(), cause.id, reason == null ? -1 : reason.ordinal());
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance to = instances.get(i);
            if (to != cause && to.hears(event.ordinal())) {
                to.frames().add(index, key, 0);
            }
        }
    }

    // ---- reused objects ---------------------------------------------------------------------------------------------------

    private ModelInstance newInstance() {
        if (instancesUsed == instancePool.size()) {
            instancePool.add(new ModelInstance());
        }
        final ModelInstance instance = instancePool.get(instancesUsed++);
        instance.clear();
        return instance;
    }

    private ModelRequest newRequest(final MessageInput in, final ModelInstance from, final ModelInstance to) {
        if (requestsUsed == requestPool.size()) {
            requestPool.add(new ModelRequest());
        }
        final ModelRequest request = requestPool.get(requestsUsed++);
        request.index = index;
        request.id = in.idLo;
        request.asker = from;
        request.askerName = from.name;
        request.to = to;
        request.deadlineNs = 0;
        request.isRequest = in.responder.capacity() > 0;
        request.isOpen = false;
        request.waiting = null;
        request.isWithheld = false;
        request.isRepeat = !everyId.add(in.idLo);
        request.endIndex = 0;
        request.reason = null;
        request.endSaidIn = 0;
        everyMessage.put(index, request);
        return request;
    }
}
