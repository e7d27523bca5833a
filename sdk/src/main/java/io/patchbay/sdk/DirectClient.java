package io.patchbay.sdk;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Limits;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection for those who count nanoseconds: an Agrona agent without threads of its own, which connects, authorizes,
 * registers, keeps the heartbeat and connects again, and passes frames as views over the receive buffer. After start nothing is
 * allocated per message on the Aeron paths. {@link Client} is built on it.
 *
 * <p>All methods belong to the one thread that calls {@link #doWork()}; sending is allowed from within a
 * handler. Ids, deadlines and what to do about frames whose fate a lost connection left open are the owner's business: it may
 * send a message again under the same id, which a server delivers once, and ask by {@link #status} for what it saw accepted; it
 * must not repeat broadcasts and emits. Payloads are not checked: over TCP they must be one JSON value.
 *
 * <p><b>The owner must come back.</b> Heartbeats are answered by {@link #doWork()} alone, so neither a handler nor the owner's
 * loop may take longer than a few seconds: after three heartbeat periods (30 s by default) the server ends the session, and a
 * media driver forgets an Aeron client after its liveness time-out (5 s for the server's driver). A gap of a second is logged. A
 * {@link Client} has no such bound.
 */
public final class DirectClient implements Agent, AutoCloseable {
    private enum Stage {
        PAUSING, CONNECTING, GREETING, AUTHORIZING, REGISTERING, ATTACHING, REGISTERED, CLOSED
    }

    /** The responder that calls name where none is given. */
    static final String RESPONDER = "reply";
    private static final int MAX_DESTINATION_BYTES = 2 * Limits.MAX_NAME_LENGTH + Limits.MAX_VERSION_LENGTH + 2;
    /** How often an Aeron client's conductor and socket are looked after: both are told of rare things only. */
    private static final long UPKEEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** An owner that comes back after so long has stood still itself: the server is not to blame for what was not heard. */
    private static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STANDSTILL_LOG_NS = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] PONG = "{\"type\":\"pong\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final Logger LOGGER = System.getLogger(Client.class.getName());
    private static final DirectBuffer NONE = new UnsafeBuffer(new byte[0]);

    private final DirectBuffer responder = new UnsafeBuffer(RESPONDER.getBytes(StandardCharsets.US_ASCII));
    private final JsonWriter writer = new JsonWriter();
    private final Cadence cadence = new Cadence();
    private final SessionEvents sessionEvents = new Session();
    private final DirectContext context;
    private final DirectHandler handler;
    private final JsonAdapter adapter;
    private Stage stage = Stage.PAUSING;
    private volatile LineSocket socket;
    private volatile AeronUplink aeron;
    private Uplink uplink;
    private Registered registered;
    private long instance;
    private volatile int heartbeatMs = Limits.HEARTBEAT_MS;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private long stageDeadlineNs;
    private long lastReceivedNs;
    private long lastPingNs;
    /** Sent since something was received: each has a heartbeat's time to be answered, even after this process stood still. */
    private int pings;
    private long nextUpkeepNs;
    private long turnNs;
    private long nextStandstillLogNs;
    private boolean isWatched;
    private int attempts;
    private boolean wasRegistered;
    private String saidReason;
    private String lostReason;
    private String lostDetail = "";

    DirectClient(final DirectContext context, final DirectHandler handler) {
        this.context = context;
        this.handler = handler;
        adapter = new JsonAdapter(handler, sessionEvents);
        stageDeadlineNs = context.nanoClock().nanoTime();
        turnNs = stageDeadlineNs;
        nextStandstillLogNs = stageDeadlineNs;
    }

    /** Its owner's handlers are watched, and named in the log, by somebody else. */
    void watched() {
        isWatched = true;
    }

    /**
     * Keeps the session while the owner is inside a handler: says pong on the socket, and runs the conductor of an Aeron client
     * of its own. Any thread.
     *
     * @param pongs whether a pong is due.
     */
    void keepAlive(final boolean pongs) {
        final LineSocket current = socket;
        if (current != null && pongs) {
            current.sendUrgent(PONG);
        }
        final AeronUplink link = aeron;
        if (link != null) {
            link.keepAlive();
        }
    }

    /** Ends the connection under an owner that does not come back from a handler. Any thread. */
    void breakConnection() {
        final LineSocket current = socket;
        if (current != null) {
            current.closeChannel();
        }
    }

    @Override
    public String roleName() {
        return "patchbay-" + context.name();
    }

    /**
     * Does what there is to do now, without blocking; name lookup and attaching to a media driver may take a moment when
     * connecting.
     *
     * @return amount of work done; 0 = idle.
     */
    @Override
    public int doWork() {
        if (stage == Stage.REGISTERED && aeron != null && lostReason == null && !cadence.isDue()) {
            return aeron.poll();
        }
        final long nowNs = context.nanoClock().nanoTime();
        cadence.onTime(nowNs);
        if (nowNs - turnNs >= STANDSTILL_NS) {
            onStandstill(nowNs, nowNs - turnNs);
        }
        turnNs = nowNs;
        int work = 0;
        try {
            work += switch (stage) {
                case PAUSING -> pollPause(nowNs);
                case CONNECTING -> pollConnecting(nowNs);
                case CLOSED -> 0;
                case REGISTERED -> pollFrames(nowNs);
                default -> pollSocket(nowNs) + pollAttaching(nowNs);
            };
            if (socket != null) {
                work += socket.flush();
            }
        } catch (final IOException ex) {
            lose("closed", String.valueOf(ex.getMessage()));
        }
        if (lostReason != null) {
            disconnect(nowNs);
            work++;
        }
        return work;
    }

    /** The server gets its time to be heard anew: it is asked first. */
    private void onStandstill(final long nowNs, final long elapsedNs) {
        lastReceivedNs = Math.max(lastReceivedNs, nowNs - TimeUnit.MILLISECONDS.toNanos(heartbeatMs));
        if (!isWatched && stage == Stage.REGISTERED && nowNs - nextStandstillLogNs >= 0) {
            nextStandstillLogNs = nowNs + STANDSTILL_LOG_NS;
            LOGGER.log(Level.WARNING, roleName() + ": doWork() was not called for " + TimeUnit.NANOSECONDS.toMillis(elapsedNs)
                + " ms: a handler or the owner's loop blocks, and heartbeats wait for it");
        }
    }

    private int pollPause(final long nowNs) throws IOException {
        if (nowNs - stageDeadlineNs < 0) {
            return 0;
        }
        enter(Stage.CONNECTING, nowNs);
        socket = new LineSocket(context.host(), context.port(), context.sendBufferBytes());
        return 1;
    }

    private int pollConnecting(final long nowNs) throws IOException {
        if (socket.finishConnect()) {
            enter(Stage.GREETING, nowNs);
            lastReceivedNs = nowNs;
            lastPingNs = nowNs;
            pings = 0;
            return 1;
        }
        return checkStage(nowNs);
    }

    private int pollFrames(final long nowNs) throws IOException {
        int work = 0;
        if (aeron == null) {
            return pollSocket(nowNs);
        }
        if (nowNs - nextUpkeepNs >= 0) {
            nextUpkeepNs = nowNs + UPKEEP_NS;
            work += pollSocket(nowNs) + pollConductor();
        }
        if (aeron != null) {
            work += aeron.isLost() ? 0 : aeron.poll();
            if (aeron != null && aeron.isLost()) {
                lose("closed", aeron.lostDetail());
            }
        }
        return work;
    }

    /** A handler called by the socket may have closed the client. */
    private int pollConductor() {
        return aeron == null ? 0 : aeron.pollConductor();
    }

    private int pollSocket(final long nowNs) throws IOException {
        final int count = socket.poll(adapter);
        if (count > 0) {
            lastReceivedNs = nowNs;
            pings = 0;
        } else if (count < 0) {
            lose("closed", "the server closed the connection");
        } else {
            checkHeartbeat(nowNs);
            checkStage(nowNs);
        }
        return Math.max(0, count);
    }

    private int pollAttaching(final long nowNs) {
        if (stage != Stage.ATTACHING || lostReason != null) {
            return 0;
        }
        if (aeron.pollAttaching()) {
            uplink = aeron;
            enterRegistered(nowNs);
            return 1;
        }
        if (aeron.isLost()) {
            lose("closed", aeron.lostDetail());
        }
        return checkStage(nowNs);
    }

    private void enterRegistered(final long nowNs) {
        enter(Stage.REGISTERED, nowNs);
        nextUpkeepNs = nowNs;
        attempts = 0;
        wasRegistered = true;
        handler.onRegistered(registered);
    }

    private int checkStage(final long nowNs) {
        if (stage != Stage.REGISTERED && lostReason == null && nowNs - stageDeadlineNs >= 0) {
            lose("timeout", "no answer within " + context.connectTimeoutMs() + " ms while " + stage.name().toLowerCase());
        }
        return 0;
    }

    private void checkHeartbeat(final long nowNs) {
        final long heartbeatNs = TimeUnit.MILLISECONDS.toNanos(heartbeatMs);
        if (nowNs - lastReceivedNs < heartbeatNs || nowNs - lastPingNs < heartbeatNs) {
            return;
        }
        if (pings == Limits.HEARTBEATS_MISSED - 1) {
            lose("timeout", "nothing received for " + Limits.HEARTBEATS_MISSED * heartbeatMs + " ms");
        } else {
            pings++;
            lastPingNs = nowNs;
            say(writer.begin("ping").end());
        }
    }

    private void enter(final Stage next, final long nowNs) {
        stage = next;
        stageDeadlineNs = nowNs + TimeUnit.MILLISECONDS.toNanos(context.connectTimeoutMs());
    }

    private void say(final JsonWriter frame) {
        socket.append(frame.bytes(), 0, frame.length());
    }

    private void lose(final String reason, final String detail) {
        if (lostReason == null) {
            lostReason = reason;
            lostDetail = detail;
        }
    }

    private void disconnect(final long nowNs) {
        final boolean byServer = saidReason != null;
        final Disconnected disconnected = new Disconnected(byServer ? saidReason : lostReason, byServer, lostDetail);
        if (aeron != null && byServer) {
            aeron.drain();
        }
        release();
        final boolean again = context.isReconnecting() && (wasRegistered || !isRefusal(disconnected.reason()))
            && stage != Stage.CLOSED && !"unregistered".equals(disconnected.reason());
        stage = again ? Stage.PAUSING : Stage.CLOSED;
        stageDeadlineNs = nowNs + TimeUnit.MILLISECONDS.toNanos(pauseMs());
        handler.onDisconnect(disconnected);
    }

    /** Does trying again make no sense? */
    static boolean isRefusal(final String reason) {
        final ErrorCode code = ErrorCode.fromWire(reason);
        return code != null && code != ErrorCode.HANDSHAKE_TIMEOUT && code != ErrorCode.SHUTTING_DOWN
            && code != ErrorCode.OVERLOADED;
    }

    private int pauseMs() {
        final int ceiling = (int)Math.min(context.reconnectMaxMs(), (long)context.reconnectMinMs() << Math.min(attempts, 20));
        attempts++;
        return ceiling / 2 + context.random().nextInt(ceiling / 2 + 1);
    }

    private void release() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
        if (aeron != null) {
            aeron.close();
            aeron = null;
        }
        uplink = null;
        registered = null;
        instance = 0;
        saidReason = null;
        lostReason = null;
        lostDetail = "";
    }

    /**
     * Are frames taken?
     *
     * @return true while it is registered.
     */
    public boolean isRegistered() {
        return stage == Stage.REGISTERED && lostReason == null;
    }

    /**
     * Is it over for good: closed, unregistered, refused at first, or lost without reconnect?
     *
     * @return true if it is.
     */
    public boolean isClosed() {
        return stage == Stage.CLOSED;
    }

    /**
     * Has everything that was sent left this process?
     *
     * @return true if so.
     */
    public boolean isFlushed() {
        return socket == null || socket.isFlushed();
    }

    /**
     * Index of the registration, which is the number of the instance.
     *
     * @return 0 while not registered.
     */
    public long instance() {
        return instance;
    }

    /**
     * The largest frame that the server takes.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Sends a request; its answer comes as a reply, an unhandled or a failure with the same id.
     *
     * @param idHi        upper half of an id that was never used before.
     * @param idLo        lower half.
     * @param destination {@code service[@version]:method}.
     * @param encoding    see {@link io.patchbay.protocol.Encoding}.
     * @param payload     holds the payload.
     * @param offset      of its first byte.
     * @param length      in bytes.
     * @return what became of it.
     */
    public Sent call(final long idHi, final long idLo, final DirectBuffer destination, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        return message(idHi, idLo, destination, responder, NONE, NONE, 0, false, encoding, payload, offset, length);
    }

    /**
     * Sends a message with all that it may have.
     *
     * @param idHi        upper half of an id that was never used before.
     * @param idLo        lower half.
     * @param destination {@code service[@version]:method}.
     * @param to          the responder; empty = one-way.
     * @param key         chooses the instance; empty = none.
     * @param traceparent carried along; empty = none.
     * @param timeoutMs   0 = the server's default.
     * @param ack         say when it is recorded.
     * @param encoding    see {@link io.patchbay.protocol.Encoding}.
     * @param payload     holds the payload.
     * @param offset      of its first byte.
     * @param length      in bytes.
     * @return what became of it.
     */
    public Sent message(final long idHi, final long idLo, final DirectBuffer destination, final DirectBuffer to,
        final DirectBuffer key, final DirectBuffer traceparent, final int timeoutMs, final boolean ack, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        if (destination.capacity() > MAX_DESTINATION_BYTES || to.capacity() > Limits.MAX_NAME_LENGTH
            || key.capacity() > Limits.MAX_KEY_BYTES || traceparent.capacity() > Limits.MAX_TRACEPARENT_BYTES) {
            throw new IllegalArgumentException("destination, responder, key or traceparent is too long");
        }
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.message(idHi, idLo, destination, to, key, traceparent, timeoutMs, ack, encoding, payload,
            offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Answers a request.
     *
     * @param idHi     upper half of its id.
     * @param idLo     lower half.
     * @param more     further replies follow.
     * @param encoding see {@link io.patchbay.protocol.Encoding}.
     * @param payload  holds the payload.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @return what became of it.
     */
    public Sent reply(final long idHi, final long idLo, final boolean more, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.reply(idHi, idLo, more, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Answers a request with an error.
     *
     * @param idHi    upper half of its id.
     * @param idLo    lower half.
     * @param code    UTF-8, not empty.
     * @param message UTF-8.
     * @return what became of it.
     */
    public Sent replyError(final long idHi, final long idLo, final DirectBuffer code, final DirectBuffer message) {
        return isRegistered() ? uplink.replyError(idHi, idLo, code, message) : Sent.NOT_REGISTERED;
    }

    /**
     * Broadcasts.
     *
     * @param idHi     upper half of an id.
     * @param idLo     lower half.
     * @param ack      say when it is recorded.
     * @param encoding see {@link io.patchbay.protocol.Encoding}.
     * @param payload  holds the payload.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @return what became of it.
     */
    public Sent broadcast(final long idHi, final long idLo, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.broadcast(idHi, idLo, ack, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Emits a custom event.
     *
     * @param event    its name, without this client's.
     * @param ack      say when it is recorded.
     * @param encoding see {@link io.patchbay.protocol.Encoding}.
     * @param payload  holds the payload.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @return what became of it.
     */
    public Sent emit(final DirectBuffer event, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        if (event.capacity() > Limits.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("the event's name is too long");
        }
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.emit(event, ack, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Asks what services there are.
     *
     * @param service the one to ask for; empty = all.
     * @return what became of it.
     */
    public Sent services(final DirectBuffer service) {
        if (service.capacity() > Limits.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("the service's name is too long");
        }
        return isRegistered() ? uplink.services(service) : Sent.NOT_REGISTERED;
    }

    /**
     * Asks what became of a message.
     *
     * @param idHi upper half of its id.
     * @param idLo lower half.
     * @return what became of the question.
     */
    public Sent status(final long idHi, final long idLo) {
        return isRegistered() ? uplink.status(idHi, idLo) : Sent.NOT_REGISTERED;
    }

    /**
     * Leaves in good order: no new requests come, open ones may still be answered, then the server disconnects.
     *
     * @return what became of it.
     */
    public Sent unregister() {
        return isRegistered() ? uplink.unregister() : Sent.NOT_REGISTERED;
    }

    /**
     * Sleeps until the socket has something, {@link #wakeup()} is called, or the time is over. For TCP alone: an Aeron client's
     * owner has an idle strategy.
     *
     * @param timeoutMs at least 1.
     */
    void await(final long timeoutMs) {
        try {
            socket.await(timeoutMs);
        } catch (final IOException ex) {
            lose("closed", String.valueOf(ex.getMessage()));
        }
    }

    int heartbeatMs() {
        return heartbeatMs;
    }

    boolean isAwaitable() {
        return socket != null && aeron == null;
    }

    /** Milliseconds until a pause before a reconnect is over, 0 where there is none. */
    long pauseLeftMs() {
        return stage != Stage.PAUSING ? 0
            : Math.max(1, TimeUnit.NANOSECONDS.toMillis(stageDeadlineNs - context.nanoClock().nanoTime()));
    }

    /**
     * Ends a wait of the client's thread in its socket. Any thread.
     */
    void wakeup() {
        final LineSocket current = socket;
        if (current != null) {
            current.wakeup();
        }
    }

    /**
     * Ends it at once: the socket is closed and the disconnect is raised. To leave in good order, {@link #unregister()} and poll
     * until {@link #isClosed()} first.
     */
    @Override
    public void close() {
        if (stage != Stage.CLOSED) {
            final boolean connected = socket != null;
            release();
            stage = Stage.CLOSED;
            if (connected) {
                handler.onDisconnect(new Disconnected("closed", false, "closed by this client"));
            }
        }
    }

    @Override
    public void onClose() {
        close();
    }

    /** The handshake (contract, section 3). */
    private final class Session implements SessionEvents {
        /** What is available, which may come in several frames. */
        private final List<ServiceInfo> services = new ArrayList<>();

        @Override
        public void onConnect(final JsonFrame frame) {
            final Connected connected = new Connected(frame.text("session"), frame.integer("protocol", 0),
                frame.isTrue("authorized"), Math.max(1, frame.integer("heartbeatMs", Limits.HEARTBEAT_MS)),
                frame.integer("maxFrame", Limits.MAX_FRAME_DEFAULT_BYTES));
            if (connected.protocol() != Limits.PROTOCOL) {
                lose("bad-field", "the server speaks protocol " + connected.protocol() + ", this SDK " + Limits.PROTOCOL);
                return;
            }
            services.clear();
            heartbeatMs = connected.heartbeatMs();
            maxFrameBytes = connected.maxFrameBytes();
            handler.onConnect(connected);
            final long nowNs = context.nanoClock().nanoTime();
            if (context.token() != null) {
                enter(Stage.AUTHORIZING, nowNs);
                say(writer.begin("authorize").field("token", context.token()).end());
            } else if (connected.authorized()) {
                register(nowNs);
            } else {
                lose(ErrorCode.UNAUTHORIZED.wireName(), "the server wants a token, and none is set");
            }
        }

        @Override
        public void onAuthorized() {
            register(context.nanoClock().nanoTime());
        }

        private void register(final long nowNs) {
            enter(Stage.REGISTERING, nowNs);
            writer.begin("register").field("name", context.name()).field("version", context.version())
                .field("methods", context.methods()).field("listen", context.listen());
            if (!context.methods().isEmpty()) {
                writer.field("choose", context.choose().wireName());
            }
            if (context.acks()) {
                writer.field("acks", true);
            }
            if (context.media() == Media.AERON_IPC) {
                writer.beginObject("aeron").field("media", "ipc").end();
            } else if (context.media() == Media.AERON_UDP) {
                writer.beginObject("aeron").field("media", "udp").field("endpoint", context.udpEndpoint()).end();
            }
            say(writer.end());
        }

        @Override
        public void onRegistered(final JsonFrame frame) {
            for (final JsonFrame service : frame.objects("services")) {
                services.add(new ServiceInfo(service.text("name"), List.copyOf(service.strings("versions")),
                    List.copyOf(service.strings("methods")), service.integer("instances", 0)));
            }
            if (frame.isTrue("more")) {
                return;
            }
            instance = frame.index(JsonField.INSTANCE);
            registered = new Registered(frame.text("name"), frame.text("version"), Indexes.instance(instance),
                frame.text("index"), List.copyOf(services));
            services.clear();
            final long nowNs = context.nanoClock().nanoTime();
            if (context.media() == Media.TCP) {
                uplink = new JsonUplink(socket, maxFrameBytes);
                enterRegistered(nowNs);
                return;
            }
            final JsonFrame streams = frame.object("aeron");
            if (streams == null) {
                lose("bad-field", "the server registered this client without Aeron");
                return;
            }
            enter(Stage.ATTACHING, nowNs);
            aeron = new AeronUplink(context, handler, streams, instance, maxFrameBytes);
        }

        @Override
        public void onDisconnect(final String reason) {
            saidReason = reason;
            lose(reason, lostDetail);
        }

        @Override
        public void onPing() {
            say(writer.begin("pong").end());
        }

        @Override
        public void onFailure(final DirectFailure failure) {
            if (failure.code == ErrorCode.TOO_LARGE || failure.code == ErrorCode.UNAUTHORIZED) {
                lostDetail = failure.message;
            }
            if (stage == Stage.REGISTERED) {
                handler.onFailure(failure);
            } else {
                lose(failure.code == null ? "closed" : failure.code.wireName(), failure.message);
            }
        }
    }
}
