package io.patchbay.gateway;

import io.patchbay.delivery.GatewayLinkHandler;
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
 * The gateway's duty cycle: sockets, Aeron streams, timers, and one flush for all that a cycle has to send. Composed by the
 * process with the engine and the media driver on one thread, or alone.
 *
 * <p>{@link #doWork()} and {@link #idle(long)} are called on one thread, best a {@code FastThreadLocalThread}; before it starts,
 * {@link #onStart()} may be called on another, so that a port that is taken is known at once. {@link #onClose()} is best called
 * on the same thread too; on another, after that thread has ended, open sockets are left to the process's end. A program error
 * leaves {@link #doWork()} as an exception: the process is to end.
 */
public final class GatewayAgent implements Agent {
    private enum Phase {
        /** Takes connections. */
        RUNNING,
        /** Takes none, and waits for open requests to end. */
        DRAINING,
        /** Has said disconnect to all, and waits for the connections to end. */
        CLOSING,
        /** No connection is left. */
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(GatewayAgent.class);
    private static final int FRAGMENTS_A_POLL = 64;
    /** Frames of sockets after which the engine of the same thread has its turn, within the sockets' turn. */
    private static final int FRAMES_A_TURN = 16;
    /** A shutdown that is to end at once waits so long for what was said last to be taken. */
    private static final int HURRIED_CLOSE_MS = 250;
    /** A shutdown drains for at least so long: the engine has to see what came last. */
    private static final int SETTLE_MS = 20;
    /** While Aeron instances are there, and sockets were quiet for {@link #SOCKET_BUSY_NS}, sockets have their turn so often. */
    private static final long SOCKET_PACE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long SOCKET_BUSY_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final GatewayContext context;
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final ReadBuffer reads = new ReadBuffer();
    private final FrameAdapter adapter = new FrameAdapter();
    private final SocketServer sockets;
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
     * Does nothing yet.
     *
     * @param context concluded.
     */
    public GatewayAgent(final GatewayContext context) {
        this.context = context;
        sockets = new SocketServer(allocator);
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
            "the media driver was lost (" + ingress.driverTrouble() + "): another one is started; sessions by sockets stay, those"
            + " by Aeron end and come back") : null;
    }

    /**
     * Appends gateway-started and listens on both ports.
     *
     * @throws GatewayStartException where a port cannot be bound.
     */
    @Override
    public void onStart() {
        engineWatch = new EngineWatch(link::engineBeat, link::isUp, nowMs());
        sessions = new Sessions(context, ingress, engineWatch, allocator, nowMs());
        httpPort = new HttpPort(guard, sessions.newcomers(), sessions.timers(), sessions::nowMs, context.lingerMs(), outbox,
            readiness);
        delivery = new DeliveryAdapter(sessions, allocator);
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
            LOG.warn("authorization is off: whoever reaches tcp={} http={} may do everything", tcpAddress, httpAddress);
        }
    }

    /**
     * The engine runs on this agent's thread: it has its turn after every few frames that sockets bring, and what it then says
     * leaves at once, so that a long batch does not make its first frames wait for its last. Called before the first duty cycle.
     *
     * @param shared the engine's agent; its own turn in the duty cycle stays.
     */
    public void sharesThreadWith(final Agent shared) {
        engine = shared;
        adapter.afterFrames(FRAMES_A_TURN, this::giveTurn);
    }

    private void giveTurn() {
        try {
            engine.doWork();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
        link.pollDelivery(FRAGMENTS_A_POLL);
        outbox.flushAmidInput();
    }

    private void begin() {
        final long gateway = sessions.journal().gatewayStarted(context.name(), context.slot());
        context.onStarted().accept(gateway);
        link.gateway(gateway);
    }

    /** What a connection to the TCP port gets. */
    ChannelHandler[] tcpHandlers() {
        return new ChannelHandler[] {new TcpConnection(sessions, adapter, outbox, frame, reads)};
    }

    /** What a connection to the HTTP port gets. */
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

    /** A look at the sockets is a system call, several times as long as all else of a turn without work. */
    private int pollSockets(final long nowNs) {
        if (ingress.hasSessions() && nowNs - socketTurnNs < SOCKET_PACE_NS && nowNs - socketWorkNs >= SOCKET_BUSY_NS) {
            return 0;
        }
        socketTurnNs = nowNs;
        final int work = sockets.poll();
        if (work > 0) {
            socketWorkNs = nowNs;
        }
        return work;
    }

    /** All but the sockets' own input. */
    private int pollStreams() {
        int work = link.doWork(FRAGMENTS_A_POLL);
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
        work += beginAnew();
        work += pollShutdown();
        work += outbox.flush();
        work += outbox.pollBacklogged();
        outbox.throwFailure();
        return work;
    }

    /**
     * Sleeps until a socket is ready, {@link #wakeup()} is called or the time is over, and takes what the sockets then have.
     * The idle strategy of the thread that this agent is on; called when all agents of the thread had no work. What Aeron
     * brings does not wake it: the bound is its latency.
     *
     * @param boundNs at least 1; 2 ms or more keep an idle server below 3 % of a core.
     */
    public void idle(final long boundNs) {
        sessions.nowMs(nowMs());
        sockets.sleep(boundNs);
        outbox.flush();
    }

    /** Ends {@link #idle(long)} early. Any thread. */
    public void wakeup() {
        sockets.wakeup();
    }

    /** Takes no more connections nor requests, drains, disconnects, closes; {@link #isDrained()} tells when. Any thread. */
    public void beginShutdown() {
        isShutdownWanted = true;
        wakeup();
    }

    /** After {@link #beginShutdown()}: waits no longer for open requests, disconnects and closes. Any thread. */
    public void endDrain() {
        isDrainCutShort = true;
        wakeup();
    }

    /**
     * After {@link #beginShutdown()}: are all connections ended, and is everything about them in the journal? From then on
     * {@link #onClose()} may be called. Any thread.
     *
     * @return true once it is so.
     */
    public boolean isDrained() {
        return isDrained;
    }

    /**
     * Has it been connected to the media driver, so that instances can be taken that come by Aeron? Any thread.
     *
     * @return true once it has.
     */
    public boolean isLinkUp() {
        return isLinkUp;
    }

    /**
     * Returns whether it has seen an engine that answers, so that it can say that it is ready. Any thread.
     *
     * @return true once it has.
     */
    public boolean isEngineLive() {
        return isEngineLive;
    }

    /**
     * Where TCP connections are taken.
     *
     * @return with the actual port; null before {@link #onStart()}.
     */
    public InetSocketAddress tcpAddress() {
        return tcpAddress;
    }

    /**
     * Where HTTP and WebSocket connections are taken.
     *
     * @return with the actual port; null before {@link #onStart()}.
     */
    public InetSocketAddress httpAddress() {
        return httpAddress;
    }

    /**
     * Ingress frames that were dropped since nobody had proven a secret for them.
     *
     * @return a count.
     */
    public long unprovenFrames() {
        return ingress.unprovenFrames();
    }

    @Override
    public String roleName() {
        return "gateway";
    }

    /** Closes the sockets and the streams; in good order after {@link #isDrained()}. */
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

    /** The engine has written this gateway off: whatever it held is gone, and it begins as another. */
    private int beginAnew() {
        if (!isWrittenOff || phase != Phase.RUNNING) {
            return 0;
        }
        isWrittenOff = false;
        LOG.warn("the engine had given this gateway up: all its sessions end, and it begins anew");
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
