package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The services that went offline because of the server and are expected back for the grace, each with the messages that wait
 * for it. Empty, and of no cost to a message, as long as no gateway has gone.
 *
 * <p>The grace counts from the moment a service went offline, or, while no gateway runs, from the next gateway-started. Where
 * another gateway was running at that moment, the next gateway-started begins the grace anew, once: the service may come back
 * by either.
 */
final class ExpectedServices {
    private final TreeMap<String, ExpectedService> byName = new TreeMap<>();
    private final Collection<ExpectedService> view = Collections.unmodifiableCollection(byName.values());
    private final EngineSettings settings;
    private final Gateways gateways;
    private final TimerWheel timers;
    private final StateHash hash;
    /** No grace for which no message waits ends before this time; it may be too early. */
    private long nextNs = Long.MAX_VALUE;
    private long waitingBytes;
    private int waitingCount;

    ExpectedServices(final EngineSettings settings, final Gateways gateways, final TimerWheel timers, final StateHash hash) {
        this.settings = settings;
        this.gateways = gateways;
        this.timers = timers;
        this.hash = hash;
    }

    /** Returns all of them, by name. */
    Collection<ExpectedService> all() {
        return view;
    }

    /** Returns all of them in the order in which graces of the same end are over. */
    List<ExpectedService> inOrder() {
        final List<ExpectedService> list = new ArrayList<>(view);
        list.sort(Comparator.comparingLong(service -> service.index));
        return list;
    }

    /** Returns null where the name is not expected back. */
    ExpectedService get(final String name) {
        return byName.get(name);
    }

    /** Returns the service of a destination, null where it is not expected back. */
    ExpectedService of(final DirectBuffer destination) {
        if (byName.isEmpty()) {
            return null;
        }
        int end = 0;
        while (end < destination.capacity() && destination.getByte(end) != ':' && destination.getByte(end) != '@') {
            end++;
        }
        return byName.get(destination.getStringWithoutLengthUtf8(0, end));
    }

    /** Returns the bytes that waiting messages take. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Returns how many messages wait. */
    int waitingCount() {
        return waitingCount;
    }

    /** The last instance that served under this name went because of the server. */
    void expect(final String name, final long instance, final long nowNs) {
        if (settings.rejoinGraceMs == 0) {
            return;
        }
        ExpectedService service = byName.get(name);
        if (service == null) {
            service = new ExpectedService(name);
            byName.put(name, service);
        } else {
            hash.remove(service.hash());
            stopTimer(service);
        }
        final boolean isServed = !gateways.all().isEmpty();
        service.index = instance;
        begin(service, isServed ? nowNs : ExpectedService.NOT_BEGUN, isServed);
    }

    /** Its waiting messages have ended, or are about to. */
    void remove(final ExpectedService service) {
        byName.remove(service.name);
        hash.remove(service.hash());
        stopTimer(service);
    }

    /** After the gateway has been added. */
    void gatewayStarted(final long nowNs) {
        for (final ExpectedService service : view) {
            if (!service.hasBegun() || service.renewable) {
                hash.remove(service.hash());
                stopTimer(service);
                begin(service, nowNs, false);
            }
        }
    }

    /** After a gateway has been removed: without any, nobody can come back. */
    void gatewayLost() {
        if (!gateways.all().isEmpty()) {
            return;
        }
        for (final ExpectedService service : view) {
            if (service.hasBegun()) {
                hash.remove(service.hash());
                stopTimer(service);
                begin(service, ExpectedService.NOT_BEGUN, false);
            }
        }
    }

    /** Each grace that has begun ends at another time now, perhaps at once: the caller lets time pass. */
    void graceChanged() {
        for (final ExpectedService service : view) {
            stopTimer(service);
            startTimer(service);
        }
    }

    /** Takes over one from a snapshot. */
    void restore(final String name, final long index, final long sinceNs, final boolean renewable) {
        final ExpectedService service = new ExpectedService(name);
        byName.put(name, service);
        service.index = index;
        begin(service, sinceNs, renewable);
    }

    /** Returns whether one more message may wait. */
    boolean hasRoom(final ExpectedService service, final MessageInput in) {
        final int more = HeldMessage.sizeBytes(in);
        return service.waitingBytes + more <= settings.rejoinServiceBytes && waitingBytes + more <= settings.rejoinTotalBytes;
    }

    /** Keeps what is to be handed over later of a message that has just been opened in the service's lobby. */
    void hold(final ExpectedService service, final OpenRequest request, final MessageInput in) {
        request.held = new HeldMessage(service, in);
        service.waitingBytes += request.held.sizeBytes();
        waitingBytes += request.held.sizeBytes();
        waitingCount++;
        if (service.lobby.pending == 1) {
            startTimer(service);
        }
    }

    /** After it has left the lobby: it is routed, or ends. */
    void release(final OpenRequest request) {
        final ExpectedService service = request.held.service;
        service.waitingBytes -= request.held.sizeBytes();
        waitingBytes -= request.held.sizeBytes();
        waitingCount--;
        request.held = null;
        if (!service.isAwaited() && byName.get(service.name) == service) {
            stopTimer(service);
            startTimer(service);
        }
    }

    /** Forgets those whose grace is over and for which no message waits: that has no effect, so no tick is needed for it. */
    void expire(final long nowNs) {
        if (nowNs < nextNs) {
            return;
        }
        nextNs = Long.MAX_VALUE;
        for (final ExpectedService service : List.copyOf(view)) {
            if (!service.isAwaited()) {
                if (service.deadlineNs <= nowNs) {
                    remove(service);
                } else {
                    nextNs = Math.min(nextNs, service.deadlineNs);
                }
            }
        }
    }

    private void begin(final ExpectedService service, final long sinceNs, final boolean renewable) {
        service.sinceNs = sinceNs;
        service.renewable = renewable;
        hash.add(service.hash());
        startTimer(service);
    }

    private void startTimer(final ExpectedService service) {
        service.deadlineNs = service.hasBegun() ? settings.graceEndNs(service.sinceNs) : Long.MAX_VALUE;
        if (!service.hasBegun()) {
            return;
        }
        if (service.isAwaited()) {
            timers.schedule(service);
        } else {
            nextNs = Math.min(nextNs, service.deadlineNs);
        }
    }

    private void stopTimer(final ExpectedService service) {
        if (service.slot >= 0 || service.batched >= 0) {
            timers.cancel(service);
        }
    }
}
