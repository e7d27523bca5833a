package io.patchbay.sdk.direct;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Media;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.ServiceInfo;
import io.patchbay.text.ArrayView;
import io.patchbay.text.JsonWriter;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A low-level client for latency-sensitive owners: an Agrona agent without threads of its own. It connects, authorizes,
 * registers, keeps the heartbeat and connects again, and passes frames as views over the receive buffer. After the start nothing
 * is allocated per message on the Aeron paths. The {@code Client} of the SDK is built on it.
 *
 * <p>All methods belong to the one thread that calls {@link #doWork()}; a handler may send. The owner chooses ids and deadlines,
 * and decides about frames whose fate a lost connection left open. The owner may send a message again under the same id, which a
 * server delivers once, and may ask by {@link #status} what became of an accepted message. It must not repeat broadcasts and
 * emits. Payloads are not checked; over TCP each must be one JSON value.
 *
 * <p><b>The owner must call {@link #doWork()} regularly.</b> Only {@link #doWork()} answers heartbeats, so neither a handler nor
 * the owner's loop may take longer than a few seconds. After three heartbeat periods (30 s by default) the server ends the
 * session. A media driver drops an Aeron client after its liveness timeout (5 s for the server's driver). A gap of a second is
 * logged. The {@code Client} has no such bound.
 */
public final class DirectClient implements Agent, AutoCloseable {
    private enum Stage {
        PAUSING, CONNECTING, GREETING, AUTHORIZING, REGISTERING, ATTACHING, REGISTERED, CLOSED
    }

    /** The responder of calls that name none. */
    public static final String RESPONDER = "reply";
    private static final int MAX_DESTINATION_BYTES = 2 * Limits.MAX_NAME_LENGTH + Limits.MAX_VERSION_LENGTH + 2;
    /** Interval at which the conductor of an Aeron client and the socket are polled over Aeron; both report rare events only. */
    private static final long UPKEEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /**
     * A gap between two duty cycles that counts as a standstill of the owner. The server is not to blame for silence during such
     * a gap.
     */
    private static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STANDSTILL_LOG_NS = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] PONG = "{\"type\":\"pong\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final Logger LOGGER = System.getLogger(DirectClient.class.getName());
    private static final DirectBuffer NONE = new ArrayView();

    private final DirectBuffer responder = new ArrayView(RESPONDER.getBytes(StandardCharsets.US_ASCII));
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
    /**
     * Number of pings since a frame was received. The server has one heartbeat period to answer each, even after this process
     * stood still.
     */
    private int pings;
    private long nextUpkeepNs;
    private long turnNs;
    private long nextStandstillLogNs;
    private boolean isWatched;
    private int attempts;
    private boolean wasRegistered;
    private String serverReason;
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

    /** Turns off the log of standstills, because {@code HandlerWatch} watches and logs the owner's handlers. */
    public void watched() {
        isWatched = true;
    }

    /**
     * Keeps the session alive while the owner is inside a handler. Sends a pong on the socket, and runs the conductor of an Aeron
     * client of its own. Any thread.
     *
     * @param pongs whether a pong is due.
     */
    public void keepAlive(final boolean pongs) {
        final LineSocket current = socket;
        if (current != null && pongs) {
            current.sendUrgent(PONG);
        }
        final AeronUplink link = aeron;
        if (link != null) {
            link.keepAlive();
        }
    }

    /** Closes the connection of an owner that does not return from a handler. Any thread. */
    public void breakConnection() {
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
     * Runs one duty cycle without blocking. While it connects, the name lookup and the attachment to a media driver may take a
     * moment.
     *
     * @return amount of work done; 0 if there was none.
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

    /**
     * Grants the server a new time to be heard, beginning with a ping, because this process could not receive during a
     * standstill.
     */
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

    /** Polls the conductor, unless a handler that the socket called has closed the client. */
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
            send(writer.begin("ping").end());
        }
    }

    private void enter(final Stage next, final long nowNs) {
        stage = next;
        stageDeadlineNs = nowNs + TimeUnit.MILLISECONDS.toNanos(context.connectTimeoutMs());
    }

    private void send(final JsonWriter frame) {
        socket.append(frame.bytes(), 0, frame.length());
    }

    private void lose(final String reason, final String detail) {
        if (lostReason == null) {
            lostReason = reason;
            lostDetail = detail;
        }
    }

    private void disconnect(final long nowNs) {
        final boolean byServer = serverReason != null;
        final Disconnected disconnected = new Disconnected(byServer ? serverReason : lostReason, byServer, lostDetail);
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

    /** Returns whether the server refused the client, so that connecting again is useless. */
    public static boolean isRefusal(final String reason) {
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
        serverReason = null;
        lostReason = null;
        lostDetail = "";
    }

    /**
     * Returns whether the client is registered, so that frames may be sent.
     *
     * @return {@code true} while the client is registered.
     */
    public boolean isRegistered() {
        return stage == Stage.REGISTERED && lostReason == null;
    }

    /**
     * Returns whether the client has ended for good: closed, unregistered, refused at first, or lost without reconnect.
     *
     * @return {@code true} if it has.
     */
    public boolean isClosed() {
        return stage == Stage.CLOSED;
    }

    /**
     * Returns whether every frame given to the socket has been written to it.
     *
     * @return {@code true} if nothing is left to write.
     */
    public boolean isFlushed() {
        return socket == null || socket.isFlushed();
    }

    /**
     * Returns the index of the registration, which identifies the instance.
     *
     * @return the index; 0 while not registered.
     */
    public long instance() {
        return instance;
    }

    /**
     * Returns the size of the largest frame that the server accepts.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Sends a request. Its outcome arrives as a reply, an unhandled message or a failure with the same id.
     *
     * @param idHi        upper half of an id that was never used before.
     * @param idLo        lower half of that id.
     * @param destination {@code service[@version]:method}.
     * @param encoding    encoding of the payload, see {@link io.patchbay.protocol.Encoding}.
     * @param payload     buffer that holds the payload.
     * @param offset      offset of the payload's first byte.
     * @param length      length of the payload in bytes.
     * @return whether the frame was sent, or why not.
     */
    public Sent call(final long idHi, final long idLo, final DirectBuffer destination, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        return message(idHi, idLo, destination, responder, NONE, NONE, 0, false, encoding, payload, offset, length);
    }

    /**
     * Sends a message with all its optional fields.
     *
     * @param idHi        upper half of an id that was never used before.
     * @param idLo        lower half of that id.
     * @param destination {@code service[@version]:method}.
     * @param to          the responder; empty sends a one-way message.
     * @param key         key that chooses the instance; empty for none.
     * @param traceparent trace context to carry along; empty for none.
     * @param timeoutMs   1 to 86,400,000 milliseconds; 0 uses the server's default.
     * @param ack         whether the server acknowledges the message once it is recorded.
     * @param encoding    encoding of the payload, see {@link io.patchbay.protocol.Encoding}.
     * @param payload     buffer that holds the payload.
     * @param offset      offset of the payload's first byte.
     * @param length      length of the payload in bytes.
     * @return whether the frame was sent, or why not.
     */
    public Sent message(final long idHi, final long idLo, final DirectBuffer destination, final DirectBuffer to,
        final DirectBuffer key, final DirectBuffer traceparent, final int timeoutMs, final boolean ack, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        if (destination.capacity() > MAX_DESTINATION_BYTES || to.capacity() > Limits.MAX_NAME_LENGTH
            || key.capacity() > Limits.MAX_KEY_BYTES || traceparent.capacity() > Limits.MAX_TRACEPARENT_BYTES) {
            throw new IllegalArgumentException("message is too long: destination " + destination.capacity() + " of at most "
                + MAX_DESTINATION_BYTES + " bytes, responder " + to.capacity() + " of " + Limits.MAX_NAME_LENGTH + ", key "
                + key.capacity() + " of " + Limits.MAX_KEY_BYTES + ", traceparent " + traceparent.capacity() + " of "
                + Limits.MAX_TRACEPARENT_BYTES);
        }
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.message(idHi, idLo, destination, to, key, traceparent, timeoutMs, ack, encoding, payload,
            offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Sends a reply to a request.
     *
     * @param idHi     upper half of the request's id.
     * @param idLo     lower half of that id.
     * @param more     whether further replies follow.
     * @param encoding encoding of the payload, see {@link io.patchbay.protocol.Encoding}.
     * @param payload  buffer that holds the payload.
     * @param offset   offset of the payload's first byte.
     * @param length   length of the payload in bytes.
     * @return whether the frame was sent, or why not.
     */
    public Sent reply(final long idHi, final long idLo, final boolean more, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.reply(idHi, idLo, more, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Answers a request with an error, which ends the request.
     *
     * @param idHi    upper half of the request's id.
     * @param idLo    lower half of that id.
     * @param code    error code in UTF-8, not empty.
     * @param message text for a person, in UTF-8.
     * @return whether the frame was sent, or why not.
     */
    public Sent replyError(final long idHi, final long idLo, final DirectBuffer code, final DirectBuffer message) {
        return isRegistered() ? uplink.replyError(idHi, idLo, code, message) : Sent.NOT_REGISTERED;
    }

    /**
     * Sends a broadcast.
     *
     * @param idHi     upper half of the broadcast's id.
     * @param idLo     lower half of that id.
     * @param ack      whether the server acknowledges the broadcast once it is recorded.
     * @param encoding encoding of the payload, see {@link io.patchbay.protocol.Encoding}.
     * @param payload  buffer that holds the payload.
     * @param offset   offset of the payload's first byte.
     * @param length   length of the payload in bytes.
     * @return whether the frame was sent, or why not.
     */
    public Sent broadcast(final long idHi, final long idLo, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.broadcast(idHi, idLo, ack, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Emits a custom event.
     *
     * @param event    name of the event, without this client's name.
     * @param ack      whether the server acknowledges the event once it is recorded.
     * @param encoding encoding of the payload, see {@link io.patchbay.protocol.Encoding}.
     * @param payload  buffer that holds the payload.
     * @param offset   offset of the payload's first byte.
     * @param length   length of the payload in bytes.
     * @return whether the frame was sent, or why not.
     */
    public Sent emit(final DirectBuffer event, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        if (event.capacity() > Limits.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("event must have at most " + Limits.MAX_NAME_LENGTH + " bytes: "
                + event.capacity());
        }
        payload.boundsCheck(offset, length);
        return isRegistered() ? uplink.emit(event, ack, encoding, payload, offset, length) : Sent.NOT_REGISTERED;
    }

    /**
     * Sends a query for the registered services.
     *
     * @param service name of the service; empty asks for all.
     * @return whether the frame was sent, or why not.
     */
    public Sent services(final DirectBuffer service) {
        if (service.capacity() > Limits.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("service must have at most " + Limits.MAX_NAME_LENGTH + " bytes: "
                + service.capacity());
        }
        return isRegistered() ? uplink.services(service) : Sent.NOT_REGISTERED;
    }

    /**
     * Sends a query for the status of a message.
     *
     * @param idHi upper half of the message's id.
     * @param idLo lower half of that id.
     * @return whether the query was sent, or why not.
     */
    public Sent status(final long idHi, final long idLo) {
        return isRegistered() ? uplink.status(idHi, idLo) : Sent.NOT_REGISTERED;
    }

    /**
     * Leaves in an orderly way: no new requests arrive, open ones may still be answered, and then the server disconnects.
     *
     * @return whether the frame was sent, or why not.
     */
    public Sent unregister() {
        return isRegistered() ? uplink.unregister() : Sent.NOT_REGISTERED;
    }

    /**
     * Sleeps until the socket is ready, {@link #wakeup()} is called, or the time is over. Only for TCP: over Aeron the owner uses
     * an idle strategy.
     *
     * @param timeoutMs milliseconds, at least 1.
     */
    public void await(final long timeoutMs) {
        try {
            socket.await(timeoutMs);
        } catch (final IOException ex) {
            lose("closed", String.valueOf(ex.getMessage()));
        }
    }

    public int heartbeatMs() {
        return heartbeatMs;
    }

    public boolean isAwaitable() {
        return socket != null && aeron == null;
    }

    /** Returns the milliseconds until the pause before a reconnect is over; 0 if there is no pause. */
    public long pauseLeftMs() {
        return stage != Stage.PAUSING ? 0
            : Math.max(1, TimeUnit.NANOSECONDS.toMillis(stageDeadlineNs - context.nanoClock().nanoTime()));
    }

    /**
     * Ends a wait of the client's thread in {@link #await}. Any thread.
     */
    public void wakeup() {
        final LineSocket current = socket;
        if (current != null) {
            current.wakeup();
        }
    }

    /**
     * Closes the client at once: closes the socket and calls the handler's {@code onDisconnect}. To leave in an orderly way, call
     * {@link #unregister()} first and poll until {@link #isClosed()}.
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

    /** The frames of the session itself, which arrive on the socket (PROTOCOL.md, "A session begins", "Registering"). */
    private final class Session implements SessionEvents {
        /** Available services. The server may list them in several frames. */
        private final List<ServiceInfo> services = new ArrayList<>();

        @Override
        public void onConnect(final JsonFrame frame) {
            final Connected connected = new Connected(frame.text("session"), frame.integer("protocol", 0),
                frame.isTrue("authorized"), Math.max(1, frame.integer("heartbeatMs", Limits.HEARTBEAT_MS)),
                frame.integer("maxFrame", Limits.MAX_FRAME_DEFAULT_BYTES));
            if (connected.protocol() != Limits.PROTOCOL) {
                lose("bad-field", "the server speaks version " + connected.protocol() + " of the protocol, but this SDK version "
                    + Limits.PROTOCOL);
                return;
            }
            services.clear();
            heartbeatMs = connected.heartbeatMs();
            maxFrameBytes = connected.maxFrameBytes();
            handler.onConnect(connected);
            final long nowNs = context.nanoClock().nanoTime();
            if (context.token() != null) {
                enter(Stage.AUTHORIZING, nowNs);
                send(writer.begin("authorize").field("token", context.token()).end());
            } else if (connected.authorized()) {
                register(nowNs);
            } else {
                lose(ErrorCode.UNAUTHORIZED.wireName(), "the server requires a token, but none is set: set token(…)");
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
            send(writer.end());
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
                lose("bad-field", "the server's registered frame has no field aeron, but this client asked for Aeron");
                return;
            }
            enter(Stage.ATTACHING, nowNs);
            aeron = new AeronUplink(context, handler, streams, instance, maxFrameBytes);
        }

        @Override
        public void onDisconnect(final String reason) {
            serverReason = reason;
            lose(reason, lostDetail);
        }

        @Override
        public void onPing() {
            send(writer.begin("pong").end());
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
