package io.patchbay.gateway.session;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import io.netty.buffer.ByteBufAllocator;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All sessions of a gateway, the events that each of them hears, and the parts that they share. On the agent's thread.
 */
public class Sessions {
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
    private final AeronInstances aeron;
    private final EngineWatch engine;
    private final Refusal refusal = new Refusal();
    private final Long2ObjectHashMap<Session> all = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Session> byInstance = new Long2ObjectHashMap<>();
    private final List<Long2ObjectHashMap<Session>> listeners = new ArrayList<>();
    private final Audiences customListeners = new Audiences();
    private final List<Session> inputEnded = new ArrayList<>();
    private long nowMs;
    private long opened;
    private long driverLostUntilMs;
    private boolean isShuttingDown;
    private boolean isAbandoned;

    /** Creates the sessions of a gateway. */
    @FunctionalInterface
    public interface Factory {
        /** Creates sessions from what their constructor takes. */
        Sessions newSessions(GatewayContext context, AeronInstances aeron, EngineWatch engine, ByteBufAllocator allocator,
            long nowMs);
    }

    public Sessions(final GatewayContext context, final AeronInstances aeron, final EngineWatch engine,
        final ByteBufAllocator allocator, final long nowMs) {
        this.context = context;
        this.aeron = aeron;
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
            listeners.add(new Long2ObjectHashMap<>());
        }
    }

    /** Opens the session of a connection that has been established. */
    public Session open(final Connection connection) {
        final long number = ++opened;
        final Session session = newSession(connection, number,
            "s-" + Long.toHexString(journal.gateway()) + "-" + Long.toHexString(number));
        all.put(number, session);
        newcomers.add(session);
        session.open();
        if (isShuttingDown) {
            session.end(DisconnectReason.SHUTTING_DOWN, null);
        } else if (all.size() > context.maxConnections()) {
            session.reject("there are " + context.maxConnections() + " connections (--max-connections); try again later");
        }
        return session;
    }

    Session newSession(final Connection connection, final long number, final String sessionName) {
        return new Session(this, connection, number, sessionName);
    }

    /** Notes that a session's registration is in the journal. */
    void registered(final Session session) {
        newcomers.remove(session);
        byInstance.put(session.instance(), session);
        if (session.aeron() != null) {
            aeron.registered(session);
        }
    }

    /** Lets a session hear events on its socket. An Aeron instance hears them on its own stream instead. */
    void hears(final Session session) {
        if (session.aeron() == null) {
            for (final EventName event : EventName.values()) {
                if (session.interests().hears(event)) {
                    listeners.get(event.ordinal()).put(session.number(), session);
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

    AeronInstances aeron() {
        return aeron;
    }

    AeronAttachment attach(final Session session, final String media, final String endpoint) {
        return aeron.attach(session, media, endpoint);
    }

    /** Stops all frames of the engine to a session. */
    void deregister(final Session session) {
        newcomers.remove(session);
        if (session.instance() != 0 && byInstance.remove(session.instance()) != null) {
            for (int i = 0; i < EVENTS; i++) {
                listeners.get(i).remove(session.number());
            }
            customListeners.remove(session);
            if (session.aeron() != null) {
                aeron.detach(session);
            }
        }
    }

    /** Removes a session whose connection is gone. */
    void remove(final Session session) {
        deregister(session);
        all.remove(session.number());
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
    public int finishOutputs(final long lastDownIndex) {
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
    public void beginShutdown() {
        isShuttingDown = true;
    }

    /** Ends all sessions. */
    public void disconnectAll(final DisconnectReason reason) {
        for (final Session session : List.copyOf(all.values())) {
            session.end(reason, null);
        }
    }

    /** Ends all Aeron sessions, because the media driver is gone. */
    public void aeronLost() {
        driverLostUntilMs = nowMs + DRIVER_LOST_MS;
        for (final Session session : all.values()) {
            if (session.aeron() != null) {
                session.aeronLost();
            }
        }
    }

    /** Returns whether the media driver, which carries the engine's frames, is gone or was gone a moment ago. */
    public boolean isDriverLost() {
        return nowMs < driverLostUntilMs || !aeron.hasDriver();
    }

    /**
     * Notes that the gateway ends, so that connections that close from now on are closed by this process, not by their clients. A
     * session that was not ended in good order ends as {@code gateway-lost}, when the gateway's slot is found free or is taken
     * again.
     */
    public void abandon() {
        isAbandoned = true;
    }

    boolean isAbandoned() {
        return isAbandoned;
    }

    public boolean isShuttingDown() {
        return isShuttingDown;
    }

    public boolean isBusy() {
        for (final Session session : all.values()) {
            if (session.isBusy()) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public Session ofInstance(final long instance) {
        return byInstance.get(instance);
    }

    /** Returns the sessions that hear an event on their sockets. To iterate over them allocates nothing. */
    public Collection<Session> listeners(final EventName event) {
        return listeners.get(event.ordinal()).values();
    }

    public Audiences customListeners() {
        return customListeners;
    }

    /** Sets the time of the duty cycle. Called at its beginning. */
    public void nowMs(final long timeMs) {
        nowMs = timeMs;
    }

    public long nowMs() {
        return nowMs;
    }

    long gateway() {
        return journal.gateway();
    }

    public GatewayContext context() {
        return context;
    }

    public SessionJournal journal() {
        return journal;
    }

    SessionPublisher publisher() {
        return publisher;
    }

    public RefusalJournal refusals() {
        return refusals;
    }

    public HeldInput heldInput() {
        return heldInput;
    }

    public Newcomers newcomers() {
        return newcomers;
    }

    Admission admission() {
        return admission;
    }

    public SessionTimers timers() {
        return timers;
    }

    /** Returns the reusable refusal, to be filled and sent at once. */
    Refusal refusal() {
        return refusal;
    }
}
