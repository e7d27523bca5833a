package io.patchbay.gateway;

import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.gateway.aeron.DeliveryAdapter;
import io.patchbay.gateway.aeron.Ingress;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.config.Hosts;
import io.patchbay.gateway.error.GatewayStartException;
import io.patchbay.gateway.http.HttpGuard;
import io.patchbay.gateway.http.HttpPort;
import io.patchbay.gateway.http.HttpRequests;
import io.patchbay.gateway.http.Origins;
import io.patchbay.gateway.link.EngineLink;
import io.patchbay.gateway.session.EngineWatch;
import io.patchbay.gateway.session.Readiness;
import io.patchbay.gateway.session.Sessions;
import io.patchbay.gateway.socket.ArrivingBytes;
import io.patchbay.gateway.socket.FrameAdapter;
import io.patchbay.gateway.socket.Outbox;
import io.patchbay.gateway.socket.ReadBuffer;
import io.patchbay.gateway.socket.SocketServer;
import io.patchbay.gateway.socket.Sockets;
import io.patchbay.gateway.socket.TcpConnection;
import io.patchbay.gateway.socket.WebSocketConnection;
import io.patchbay.protocol.DisconnectReason;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's duty cycle: it polls sockets, Aeron streams and timers, then flushes once everything that the cycle has to send.
 * The process runs it on a thread of its own, or on one thread with the engine and the media driver.
 *
 * <p>One thread calls {@link #doWork()} and {@link #idle(long)}; a {@code FastThreadLocalThread} is best. Another thread may call
 * {@link #onStart()} before, so that a port in use is known at once. {@link #onClose()} is best called on the first thread too.
 * Where another thread calls it, after the first has ended, open sockets stay open until the process ends. {@link #doWork()}
 * throws program errors, after which the process must end.
 */
public final class GatewayAgent implements Agent {
    private enum Phase {
        /** Accepts connections. */
        RUNNING,
        /** Accepts no connections and waits for open requests to end. */
        DRAINING,
        /** Has sent disconnect to all sessions and waits for their connections to end. */
        CLOSING,
        /** No connection is left. */
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(GatewayAgent.class);
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final int FRAGMENT_LIMIT = 64;
    /** Number of socket frames after which an engine on the same thread has its turn, before the next frames are read. */
    private static final int FRAMES_PER_TURN = 16;
    /** Time for clients to take the last frames of a shutdown that is to end at once. */
    private static final int HURRIED_CLOSE_MS = 250;
    /** Shortest drain of a shutdown: the engine must see the last frames that came. */
    private static final int SETTLE_MS = 20;
    /**
     * Interval between polls of the sockets while there are Aeron sessions and sockets have had no input for
     * {@link #SOCKET_BUSY_NS}.
     */
    private static final long SOCKET_POLL_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long SOCKET_BUSY_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final GatewayContext context;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final ReadBuffer reads = new ReadBuffer();
    private final FrameAdapter adapter = new FrameAdapter();
    private final Sockets sockets;
    private final Sessions.Factory sessionsFactory;
    private final EngineLink link;
    private final Ingress ingress;
    private final Outbox outbox;
    private final HttpGuard guard;
    private final Readiness readiness;
    private HttpPort httpPort;
    private Sessions sessions;
    private EngineWatch engineWatch;
    private DeliveryAdapter delivery;
    private InetSocketAddress tcpAddress;
    private InetSocketAddress httpAddress;
    private Agent engine;
    private Phase phase = Phase.RUNNING;
    private long settledMs;
    private long phaseDeadlineMs;
    private long socketTurnNs;
    private long socketWorkNs;
    private boolean isWrittenOff;
    private volatile boolean isShutdownWanted;
    private volatile boolean isDrainCutShort;
    private volatile boolean isDrained;
    private volatile boolean isLinkUp;
    private volatile boolean isEngineLive;

    /**
     * Creates the agent without opening anything.
     *
     * @param context concluded settings.
     */
    public GatewayAgent(final GatewayContext context) {
        this(context, new SocketServer(ALLOCATOR), Sessions::new);
    }

    GatewayAgent(final GatewayContext context, final Sockets sockets, final Sessions.Factory sessionsFactory) {
        this.context = context;
        this.sockets = sockets;
        this.sessionsFactory = sessionsFactory;
        ingress = new Ingress(context);
        outbox = new Outbox(context.windowBytes(), context.windowTotalBytes());
        guard = new HttpGuard(new Hosts(context.http(), context.allowedHosts()), new Origins(context.allowedOrigins()));
        link = context.newEngineLink(new LinkHandler());
        readiness = new Readiness()
            .check(Readiness.shutdown(() -> sessions.isShuttingDown()))
            .check(this::findDriverLoss)
            .check(() -> engineWatch.find())
            .check(Readiness.disk(context.diskSpace()))
            .warning(Readiness.clock(context.wallDifferenceNs()));
    }

    private Readiness.Finding findDriverLoss() {
        return sessions.isDriverLost() && engineWatch.hasBeenLive() ? new Readiness.Finding("driver-lost",
            "the media driver was lost (" + ingress.driverTrouble() + "): another one is started; sessions by socket stay, those"
            + " by Aeron end and register again") : null;
    }

    /**
     * Appends the gateway-started record and listens on both ports.
     *
     * @throws GatewayStartException where a port cannot be bound.
     */
    @Override
    public void onStart() {
        engineWatch = new EngineWatch(link::engineBeat, link::isUp, nowMs());
        sessions = sessionsFactory.newSessions(context, ingress, engineWatch, ALLOCATOR, nowMs());
        httpPort = new HttpPort(guard, sessions.newcomers(), sessions.timers(), sessions::nowMs, context.lingerMs(), outbox,
            readiness);
        delivery = new DeliveryAdapter(sessions, ALLOCATOR);
        ingress.wire(link, sessions);
        try {
            tcpAddress = sockets.bind("--tcp", context.tcp(), this::tcpHandlers);
            httpAddress = sockets.bind("--http", context.http(), this::httpHandlers);
        } catch (final GatewayStartException e) {
            sockets.close();
            throw e;
        }
        begin();
        if (!context.isAuthOn()) {
            LOG.warn("authorization is off: every client that reaches tcp={} http={} may do everything", tcpAddress, httpAddress);
        }
    }

    /**
     * Lets the engine run on this agent's thread. It has a turn after every few frames of sockets, and its frames are sent at
     * once. So the first frame of a large read does not wait for the last one. Called before the first duty cycle.
     *
     * @param shared the engine's agent; it keeps its own turn in the duty cycle.
     */
    public void sharesThreadWith(final Agent shared) {
        engine = shared;
        adapter.afterFrames(FRAMES_PER_TURN, this::runEngine);
    }

    private void runEngine() {
        try {
            engine.doWork();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
        link.pollDelivery(FRAGMENT_LIMIT);
        outbox.flushAmidInput();
    }

    private void begin() {
        final long gateway = sessions.journal().gatewayStarted(context.name(), context.slot());
        context.onStarted().accept(gateway);
        link.gateway(gateway);
    }

    /** Returns the handlers of a connection to the TCP port. */
    ChannelHandler[] tcpHandlers() {
        return new ChannelHandler[] {new TcpConnection(sessions, adapter, outbox, frame, reads)};
    }

    /** Returns the handlers of a connection to the HTTP port. */
    ChannelHandler[] httpHandlers() {
        final ArrivingBytes arriving = new ArrivingBytes(sessions.heldInput());
        return new ChannelHandler[] {
            arriving,
            new HttpRequestDecoder(HttpPort.LINE_BYTES, HttpPort.HEADER_BYTES, HttpPort.CHUNK_BYTES),
            new HttpRequests(httpPort, sessions, arriving,
                () -> new WebSocketConnection(context.maxFrameBytes(), adapter, outbox, frame, arriving))
        };
    }

    @Override
    public int doWork() {
        final long nowNs = context.nanoClock().nanoTime();
        sessions.nowMs(TimeUnit.NANOSECONDS.toMillis(nowNs));
        engineWatch.poll(sessions.nowMs());
        return pollSockets(nowNs) + pollStreams();
    }

    /**
     * Polls the sockets. That is a system call, which takes several times as long as the rest of a duty cycle without work; so
     * sockets are polled less often while they are quiet and Aeron sessions are busy.
     */
    private int pollSockets(final long nowNs) {
        if (ingress.hasSessions() && nowNs - socketTurnNs < SOCKET_POLL_INTERVAL_NS && nowNs - socketWorkNs >= SOCKET_BUSY_NS) {
            return 0;
        }
        socketTurnNs = nowNs;
        final int work = sockets.poll();
        if (work > 0) {
            socketWorkNs = nowNs;
        }
        return work;
    }

    /** Polls everything but the input of sockets. */
    private int pollStreams() {
        int work = link.doWork(FRAGMENT_LIMIT);
        if (work == 0) {
            work += sessions.finishOutputs(link.lastIndex());
        }
        if (!isLinkUp && link.isUp()) {
            isLinkUp = true;
        }
        if (!isEngineLive && engineWatch.isLive()) {
            isEngineLive = true;
        }
        work += sessions.timers().poll(sessions.nowMs());
        work += sessions.journal().pollPostponed();
        work += restartIfWrittenOff();
        work += pollShutdown();
        work += outbox.flush();
        work += outbox.pollBacklogged();
        outbox.throwFailure();
        return work;
    }

    /**
     * Sleeps until a socket is ready, {@link #wakeup()} is called or the time is over, then handles the input of the sockets. The
     * idle strategy of the agent's thread calls it when no agent of the thread had work. Frames by Aeron do not end the sleep, so
     * its bound is their latency.
     *
     * @param boundNs longest sleep, at least 1 ns; 2 ms or more keep an idle server below 3 % of a core.
     */
    public void idle(final long boundNs) {
        sessions.nowMs(nowMs());
        sockets.sleep(boundNs);
        outbox.flush();
    }

    /** Ends {@link #idle(long)} early. Any thread may call it. */
    public void wakeup() {
        sockets.wakeup();
    }

    /**
     * Starts a shutdown: accepts no connections or new requests, drains, disconnects and closes. {@link #isDrained()} tells when
     * it is done. Any thread may call it.
     */
    public void beginShutdown() {
        isShutdownWanted = true;
        wakeup();
    }

    /** Ends the drain of a shutdown: disconnects and closes without waiting for open requests. Any thread may call it. */
    public void endDrain() {
        isDrainCutShort = true;
        wakeup();
    }

    /**
     * Returns whether a shutdown has ended all connections and journaled everything about them. From then on {@link #onClose()}
     * may be called. Any thread may ask.
     *
     * @return true once the shutdown is complete.
     */
    public boolean isDrained() {
        return isDrained;
    }

    /**
     * Returns whether the gateway has been connected to the media driver, so that Aeron instances can register. Any thread may
     * ask.
     *
     * @return true from the first connection on.
     */
    public boolean isLinkUp() {
        return isLinkUp;
    }

    /**
     * Returns whether the gateway has seen an engine that answers. Any thread may ask.
     *
     * @return true from the first answer on.
     */
    public boolean isEngineLive() {
        return isEngineLive;
    }

    /**
     * Returns the address on which TCP connections are accepted.
     *
     * @return with the actual port; null before {@link #onStart()}.
     */
    public InetSocketAddress tcpAddress() {
        return tcpAddress;
    }

    /**
     * Returns the address on which HTTP and WebSocket connections are accepted.
     *
     * @return with the actual port; null before {@link #onStart()}.
     */
    public InetSocketAddress httpAddress() {
        return httpAddress;
    }

    /**
     * Returns how many ingress frames were dropped because their sender had not proven a secret.
     *
     * @return a count since the start.
     */
    public long unprovenFrames() {
        return ingress.unprovenFrames();
    }

    @Override
    public String roleName() {
        return "gateway";
    }

    /** Closes the sockets and the streams. The close is orderly after {@link #isDrained()}. */
    @Override
    public void onClose() {
        sessions.abandon();
        sockets.close();
        link.close();
    }

    private int pollShutdown() {
        final long nowMs = sessions.nowMs();
        if (phase == Phase.RUNNING && isShutdownWanted) {
            phase = Phase.DRAINING;
            phaseDeadlineMs = nowMs + context.drainMs();
            settledMs = nowMs + SETTLE_MS;
            sockets.stopListening();
            sessions.beginShutdown();
            return 1;
        }
        if (phase == Phase.DRAINING && (isDrainCutShort || nowMs >= phaseDeadlineMs || nowMs >= settledMs && !isBusy())) {
            phase = Phase.CLOSING;
            phaseDeadlineMs = nowMs + 2L * context.lingerMs();
            sessions.disconnectAll(DisconnectReason.SHUTTING_DOWN);
            sessions.refusals().close();
            sessions.journal().gatewayLost();
            return 1;
        }
        if (phase == Phase.CLOSING && isDrainCutShort) {
            phaseDeadlineMs = Math.min(phaseDeadlineMs, nowMs + HURRIED_CLOSE_MS);
        }
        if (phase == Phase.CLOSING && (sessions.isEmpty() || nowMs >= phaseDeadlineMs)) {
            phase = Phase.CLOSED;
            isDrained = true;
            return 1;
        }
        return 0;
    }

    private boolean isBusy() {
        final long open = context.openRequests().getAsLong();
        return open == GatewayContext.UNKNOWN ? sessions.isBusy() : open - context.waitingMessages().getAsLong() > 0;
    }

    /** Starts again as another gateway, where the engine has written this one off and its sessions are gone. */
    private int restartIfWrittenOff() {
        if (!isWrittenOff || phase != Phase.RUNNING) {
            return 0;
        }
        isWrittenOff = false;
        LOG.warn("the engine has written this gateway off: all its sessions end, and it starts again under a new id");
        sessions.disconnectAll(DisconnectReason.GATEWAY_LOST);
        begin();
        return 1;
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(context.nanoClock().nanoTime());
    }

    private final class LinkHandler implements GatewayLinkHandler {
        @Override
        public void onFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
            delivery.onFrame(templateId, buffer, offset);
            outbox.relieve();
        }

        @Override
        public void onIngress(final long session, final int templateId, final DirectBuffer buffer, final int offset,
            final int length) {
            ingress.onFrame(session, templateId, buffer, offset, length);
        }

        @Override
        public void onIngressTooLarge(final long session) {
            ingress.onTooLarge(session);
        }

        @Override
        public void onDriverLost() {
            sessions.aeronLost();
        }

        @Override
        public void onIngressClosed(final long session) {
            ingress.onClosed(session);
        }

        @Override
        public void onWrittenOff() {
            isWrittenOff = true;
        }
    }
}
