package io.patchbay.gateway;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import io.netty.buffer.ByteBufAllocator;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.ObjectHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * All sessions of a gateway, who of them hears what, and what they share. One thread: the agent's.
 */
final class Sessions {
    private static final int EVENTS = EventName.values().length;
    /** A lost media driver is told for at least so long, so that whoever asks every other second hears of it. */
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

    /** A connection is there. */
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

    /** Its registration is in the journal. */
    void registered(final Session session) {
        newcomers.remove(session);
        byInstance.put(session.instance(), session);
        if (session.aeron() != null) {
            ingress.registered(session);
        }
    }

    /** It is to hear events on its socket; an Aeron instance hears them on its own stream. */
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

    /** It gets nothing more from the engine. */
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

    /** Its connection is gone. */
    void remove(final Session session) {
        deregister(session);
        all.remove(session);
    }

    /** Its peer ended its sending side. */
    void inputEnded(final Session session) {
        inputEnded.add(session);
    }

    /**
     * Ends the output of those whose peers have ended their input, once all is said.
     *
     * @param lastDownIndex highest index that came down the stream, which is empty now.
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

    /** From now on nothing new is begun. */
    void beginShutdown() {
        isShuttingDown = true;
    }

    /** Ends all. */
    void disconnectAll(final DisconnectReason reason) {
        for (final Session session : List.copyOf(all)) {
            session.end(reason, null);
        }
    }

    /** The media driver is gone: so are all that came by it. */
    void aeronLost() {
        driverLostUntilMs = nowMs + DRIVER_LOST_MS;
        for (final Session session : all) {
            if (session.aeron() != null) {
                session.aeronLost();
            }
        }
    }

    /** Returns whether the media driver, by which the engine's frames come, is not there or was not a moment ago. */
    boolean isDriverLost() {
        return nowMs < driverLostUntilMs || !ingress.hasDriver();
    }

    /**
     * The gateway ends: connections that go from now on are closed by this process, not by their clients. What has not been ended
     * in good order ends as gateway-lost, when the gateway's slot is found free or taken again.
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

    /** Called at the beginning of each duty cycle. */
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

    /** To be filled and told at once. */
    Refusal refusal() {
        return refusal;
    }
}
