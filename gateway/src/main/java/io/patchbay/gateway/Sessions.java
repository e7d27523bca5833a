package io.patchbay.gateway;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import io.netty.buffer.ByteBufAllocator;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.ObjectHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * All sessions of a gateway, the events that each of them hears, and the parts that they share. On the agent's thread.
 */
final class Sessions {
    private static final int EVENTS = EventName.values().length;
    /** Shortest time for which a lost media driver is reported, so that a check every other second sees it. */
    private static final int DRIVER_LOST_MS = 2_000;

    private final GatewayContext context;
    private final SessionJournal journal;
    private final SessionPublisher publisher;
    private final RefusalJournal refusals;
    private final Admission admission;
    private final Newcomers newcomers;
    private final HeldInput heldInput;
    private final SessionTimers timers;
    private final Ingress ingress;
    private final EngineWatch engine;
    private final Refusal refusal = new Refusal();
    private final ObjectHashSet<Session> all = new ObjectHashSet<>();
    private final Long2ObjectHashMap<Session> byInstance = new Long2ObjectHashMap<>();
    private final List<ObjectHashSet<Session>> listeners = new ArrayList<>();
    private final Audiences customListeners = new Audiences();
    private final List<Session> inputEnded = new ArrayList<>();
    private long nowMs;
    private long opened;
    private long driverLostUntilMs;
    private boolean isShuttingDown;
    private boolean isAbandoned;

    Sessions(final GatewayContext context, final Ingress ingress, final EngineWatch engine, final ByteBufAllocator allocator,
        final long nowMs) {
        this.context = context;
        this.ingress = ingress;
        this.engine = engine;
        this.nowMs = nowMs;
        driverLostUntilMs = nowMs;
        journal = new SessionJournal(context.inputs(), context.diskSpace());
        publisher = new SessionPublisher(allocator);
        refusals = new RefusalJournal(context.inputs(), context.diskSpace());
        admission = new Admission(context, engine);
        heldInput = new HeldInput(context.heldInputBytes());
        newcomers = new Newcomers(context.maxNewcomers(), context.maxNewcomersPerAddress());
        timers = new SessionTimers(nowMs);
        for (int i = 0; i < EVENTS; i++) {
            listeners.add(new ObjectHashSet<>());
        }
    }

    /** Opens the session of a connection that has been established. */
    Session open(final Connection connection) {
        final Session session = new Session(this, connection,
            "s-" + Long.toHexString(journal.gateway()) + "-" + Long.toHexString(++opened));
        all.add(session);
        newcomers.add(session);
        session.open();
        if (isShuttingDown) {
            session.end(DisconnectReason.SHUTTING_DOWN, null);
        } else if (all.size() > context.maxConnections()) {
            session.reject("there are " + context.maxConnections() + " connections (--max-connections); try again later");
        }
        return session;
    }

    /** Notes that a session's registration is in the journal. */
    void registered(final Session session) {
        newcomers.remove(session);
        byInstance.put(session.instance(), session);
        if (session.aeron() != null) {
            ingress.registered(session);
        }
    }

    /** Lets a session hear events on its socket. An Aeron instance hears them on its own stream instead. */
    void hears(final Session session) {
        if (session.aeron() == null) {
            for (final EventName event : EventName.values()) {
                if (session.interests().hears(event)) {
                    listeners.get(event.ordinal()).add(session);
                }
            }
            if (session.interests().hasCustom()) {
                customListeners.add(session);
            }
        }
    }

    EngineWatch engine() {
        return engine;
    }

    Ingress ingress() {
        return ingress;
    }

    AeronAttachment attach(final Session session, final String media, final String endpoint) {
        return ingress.attach(session, media, endpoint);
    }

    /** Stops all frames of the engine to a session. */
    void deregister(final Session session) {
        newcomers.remove(session);
        if (session.instance() != 0 && byInstance.remove(session.instance()) != null) {
            for (int i = 0; i < EVENTS; i++) {
                listeners.get(i).remove(session);
            }
            customListeners.remove(session);
            if (session.aeron() != null) {
                ingress.detach(session);
            }
        }
    }

    /** Removes a session whose connection is gone. */
    void remove(final Session session) {
        deregister(session);
        all.remove(session);
    }

    /** Notes that a session's peer has ended its sending side. */
    void inputEnded(final Session session) {
        inputEnded.add(session);
    }

    /**
     * Ends the sending side of sessions whose peers have ended theirs and have been sent everything.
     *
     * @param lastDownIndex highest index that has come on the delivery stream, which is empty now.
     * @return the number of sessions.
     */
    int finishOutputs(final long lastDownIndex) {
        int finished = 0;
        for (int i = inputEnded.size() - 1; i >= 0; i--) {
            final Session session = inputEnded.get(i);
            if (session.isDrained(lastDownIndex)) {
                inputEnded.remove(i);
                session.finishOutput();
                finished++;
            }
        }
        return finished;
    }

    /** Starts a shutdown: from now on new work is refused. */
    void beginShutdown() {
        isShuttingDown = true;
    }

    /** Ends all sessions. */
    void disconnectAll(final DisconnectReason reason) {
        for (final Session session : List.copyOf(all)) {
            session.end(reason, null);
        }
    }

    /** Ends all Aeron sessions, because the media driver is gone. */
    void aeronLost() {
        driverLostUntilMs = nowMs + DRIVER_LOST_MS;
        for (final Session session : all) {
            if (session.aeron() != null) {
                session.aeronLost();
            }
        }
    }

    /** Returns whether the media driver, which carries the engine's frames, is gone or was gone a moment ago. */
    boolean isDriverLost() {
        return nowMs < driverLostUntilMs || !ingress.hasDriver();
    }

    /**
     * Notes that the gateway ends, so that connections that close from now on are closed by this process, not by their clients. A
     * session that was not ended in good order ends as {@code gateway-lost}, when the gateway's slot is found free or is taken
     * again.
     */
    void abandon() {
        isAbandoned = true;
    }

    boolean isAbandoned() {
        return isAbandoned;
    }

    boolean isShuttingDown() {
        return isShuttingDown;
    }

    boolean isBusy() {
        for (final Session session : all) {
            if (session.isBusy()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Session ofInstance(final long instance) {
        return byInstance.get(instance);
    }

    ObjectHashSet<Session> listeners(final EventName event) {
        return listeners.get(event.ordinal());
    }

    Audiences customListeners() {
        return customListeners;
    }

    /** Sets the time of the duty cycle. Called at its beginning. */
    void nowMs(final long timeMs) {
        nowMs = timeMs;
    }

    long nowMs() {
        return nowMs;
    }

    long gateway() {
        return journal.gateway();
    }

    GatewayContext context() {
        return context;
    }

    SessionJournal journal() {
        return journal;
    }

    SessionPublisher publisher() {
        return publisher;
    }

    RefusalJournal refusals() {
        return refusals;
    }

    HeldInput heldInput() {
        return heldInput;
    }

    Newcomers newcomers() {
        return newcomers;
    }

    Admission admission() {
        return admission;
    }

    SessionTimers timers() {
        return timers;
    }

    /** Returns the reusable refusal, to be filled and sent at once. */
    Refusal refusal() {
        return refusal;
    }
}
