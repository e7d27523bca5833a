package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.slot.Gateways;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The services that went offline because of the server and are expected back during the grace, each with the messages that wait
 * for it (PROTOCOL.md, "A service that is expected back"). As long as no gateway has gone, it is empty and costs a message
 * nothing.
 *
 * <p>The grace counts from the time at which a service went offline or, while no gateway runs, from the next gateway-started.
 * Where another gateway was running at that time, the next gateway-started begins the grace anew, once: the service may come back
 * through either.
 */
class ExpectedServices {
    private final TreeMap<String, ExpectedService> byName = new TreeMap<>();
    private final Collection<ExpectedService> view = Collections.unmodifiableCollection(byName.values());
    private final EngineSettings settings;
    private final Gateways gateways;
    private final TimerWheel timers;
    private final StateHash hash;
    /** Lower bound of the end of every grace for which no message waits, in engine time. */
    @NotHashed("at or before the next end of a grace")
    private long nextNs = Long.MAX_VALUE;
    @NotHashed("a sum")
    private long waitingBytes;
    @NotHashed("a count")
    private int waitingCount;

    ExpectedServices(final EngineSettings settings, final Gateways gateways, final TimerWheel timers, final StateHash hash) {
        this.settings = settings;
        this.gateways = gateways;
        this.timers = timers;
        this.hash = hash;
    }

    /** Returns all expected services, by name. */
    Collection<ExpectedService> all() {
        return view;
    }

    /** Returns all expected services in the order in which graces with the same end are over. */
    List<ExpectedService> inOrder() {
        final List<ExpectedService> list = new ArrayList<>(view);
        list.sort(Comparator.comparingLong(service -> service.index));
        return list;
    }

    /** Returns the expected service of a name, or null. */
    ExpectedService get(final String name) {
        return byName.get(name);
    }

    /** Returns the expected service of a destination, or null. */
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

    /** Begins to expect a service whose last serving instance went because of the server. Does nothing where the grace is off. */
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

    /** Stops expecting a service. The caller ends the messages that wait for it. */
    void remove(final ExpectedService service) {
        byName.remove(service.name);
        hash.remove(service.hash());
        stopTimer(service);
    }

    /** Begins graces that a new gateway begins. Called after the gateway has been added. */
    void gatewayStarted(final long nowNs) {
        for (final ExpectedService service : view) {
            if (isBegunByGateway(service)) {
                hash.remove(service.hash());
                stopTimer(service);
                begin(service, nowNs, false);
            }
        }
    }

    /** Returns whether the start of a gateway begins the grace of a service. */
    boolean isBegunByGateway(final ExpectedService service) {
        return !service.hasBegun() || service.renewable;
    }

    /**
     * Stops all graces where no gateway is left, since no service can come back then. Called after a gateway has been removed.
     */
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

    /**
     * Moves the ends of all graces that have begun to where the new setting puts them. The caller then expires those that are
     * over.
     */
    void graceChanged() {
        for (final ExpectedService service : view) {
            stopTimer(service);
            startTimer(service);
        }
    }

    /** Adds an expected service from a snapshot. */
    void restore(final String name, final long index, final long sinceNs, final boolean renewable) {
        final ExpectedService service = new ExpectedService(name);
        byName.put(name, service);
        service.index = index;
        begin(service, sinceNs, renewable);
    }

    /** Returns whether one more message may wait, by the limits in bytes. */
    boolean hasRoom(final ExpectedService service, final MessageInput in) {
        final int more = HeldMessage.sizeBytes(in);
        return service.waitingBytes + more <= settings.rejoinServiceBytes && waitingBytes + more <= settings.rejoinTotalBytes;
    }

    /** Holds the contents of a message that has just been opened in the service's lobby. */
    void hold(final ExpectedService service, final OpenRequest request, final MessageInput in) {
        request.held = new HeldMessage(service, in);
        service.waitingBytes += request.held.sizeBytes();
        waitingBytes += request.held.sizeBytes();
        waitingCount++;
        if (service.lobby.pending == 1) {
            startTimer(service);
        }
    }

    /** Releases the contents of a message that has left the lobby, because it was routed or ended. */
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

    /**
     * Forgets services whose grace is over and for which no message waits. This has no effect on outputs, so no tick is needed
     * for it.
     */
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
