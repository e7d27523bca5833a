package io.patchbay.gateway.session;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.gateway.auth.Principal;
import io.patchbay.gateway.auth.RateBucket;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.json.FrameType;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;

import org.agrona.DirectBuffer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One connection from its first frame to its last. It decides whether a well-formed frame is allowed, and appends it as one
 * record or refuses it. The adapters that decode frames, the delivery adapter and the session's own timer call it, all on the
 * agent's thread.
 */
public class Session extends TimerEntry implements Newcomers.Newcomer {
    private enum State {
        /** Connected, but not registered. */
        OPEN,
        /** The registration is in the journal. */
        REGISTERED,
        /** Has unregistered, and may still reply. */
        LEAVING,
        /** The peer has ended its sending side. Frames that the engine has sent so far are still written. */
        INPUT_ENDED,
        /** Nothing more is sent or received. */
        ENDED
    }

    /** Longest wait for further frames of the engine after the peer has ended its sending side. */
    private static final int INPUT_ENDED_MS = 250;
    /** Longest wait for the end of the socket after the end of the Aeron client. */
    private static final int AERON_LOST_MS = 200;
    /** Interval in which a session that awaits the answer to its registration checks that there is an engine. */
    private static final int ANSWER_CHECK_MS = 500;

    private final Sessions sessions;
    private final Connection connection;
    private final long number;
    private final String name;
    private final long openedMs;
    private State state = State.OPEN;
    private Principal principal;
    private long receivedMs;
    /** Time of the last ping that was sent since then. */
    private long pingedMs;
    private int pings;
    private long lingerUntilMs;
    private long answerByMs;
    private long index;
    private long instance;
    private long lastRecord;
    private String serviceName = "";
    private byte[] serviceNameAscii = {};
    private String serviceVersion = "";
    private Interests interests;
    private AeronAttachment aeron;
    private RateBucket rate;
    private boolean isHearing;
    private boolean isAeronLost;
    private int openSent;
    private int openReceived;

    Session(final Sessions sessions, final Connection connection, final long number, final String name) {
        this.sessions = sessions;
        this.connection = connection;
        this.number = number;
        this.name = name;
        openedMs = sessions.nowMs();
        receivedMs = openedMs;
        pingedMs = openedMs;
        principal = sessions.context().isAuthOn() ? null : Principal.anonymous();
    }

    /** Sends {@code connect}. Called when the connection is established. */
    void open() {
        sessions.publisher().connect(this, sessions.context());
        schedule();
    }

    // ---- frames, in the order of a session's life -----------------------------------------------------------------------

    /** Notes that a complete frame has arrived, of whatever kind. */
    public void received() {
        receivedMs = sessions.nowMs();
        pings = 0;
    }

    /** Returns whether the session ignores further input. */
    public boolean isInputOver() {
        return state == State.INPUT_ENDED || state == State.ENDED;
    }

    public boolean isRegistered() {
        return instance != 0;
    }

    /**
     * Returns whether a frame of this type may come now by this transport. Called before the frame's fields are checked. A frame
     * that may not come is answered with an error.
     */
    public boolean admits(final Transport transport, final FrameType type, final boolean hasId, final long idHi,
        final long idLo) {
        final ErrorCode code;
        final String text;
        switch (type) {
            case PING, PONG:
                return true;
            case AUTHORIZE, REGISTER:
                if (state != State.OPEN) {
                    code = ErrorCode.ALREADY_REGISTERED;
                    text = "a session registers once";
                } else {
                    code = ErrorCode.OVERLOADED;
                    text = sessions.admission().refusal(type, null, sessions.nowMs());
                    if (text == null) {
                        return true;
                    }
                }
                break;
            default:
                if (state == State.OPEN) {
                    code = ErrorCode.NOT_REGISTERED;
                    text = "register first";
                } else if (transport == Transport.SOCKET && aeron != null) {
                    code = ErrorCode.FORBIDDEN;
                    text = "this session must send the frame by Aeron";
                } else if (state == State.LEAVING && type != FrameType.REPLY) {
                    code = ErrorCode.NOT_REGISTERED;
                    text = "the instance has unregistered and may only reply";
                } else if (sessions.isShuttingDown() && isNewWork(type)) {
                    code = ErrorCode.SHUTTING_DOWN;
                    text = "the server is about to stop";
                } else {
                    code = ErrorCode.OVERLOADED;
                    text = sessions.admission().refusal(type, rate, sessions.nowMs());
                    if (text == null) {
                        return true;
                    }
                }
        }
        refuse(transport, sessions.refusal().of(code, null, text, hasId, idHi, idLo));
        return false;
    }

    boolean isNewWork(final FrameType type) {
        return type == FrameType.MESSAGE || type == FrameType.BROADCAST || type == FrameType.EMIT;
    }

    /** Answers a frame that is refused, and ends the session where the error code requires it. */
    public void refuse(final Transport transport, final Refusal refusal) {
        final ErrorCode code = refusal.code;
        final boolean isClosing = code == ErrorCode.TOO_LARGE || code == ErrorCode.UNAUTHORIZED
            || code == ErrorCode.HANDSHAKE_TIMEOUT;
        if (transport == Transport.SOCKET || isClosing) {
            sessions.publisher().error(this, refusal);
        } else {
            sessions.aeron().refuse(this, refusal);
        }
        if (isClosing) {
            end(DisconnectReason.CLOSED, code);
        }
    }

    /** Refuses and closes a connection that does not speak the protocol. */
    public void abort(final String text) {
        final ErrorCode code = ErrorCode.BAD_JSON;
        sessions.publisher().error(this, sessions.refusal().of(code, null, text));
        end(DisconnectReason.CLOSED, code);
    }

    public void authorize(final DirectBuffer token) {
        openRecord();
        if (sessions.context().isAuthOn()) {
            final String text = token.getStringWithoutLengthUtf8(0, token.capacity());
            principal = sessions.context().auth().authorize(text);
            if (principal == null) {
                refuseUnauthorized("authorize");
                return;
            }
        }
        sessions.journal().authorized(index, principal.name());
        sessions.publisher().authorized(this);
    }

    /**
     * Registers the session.
     *
     * @param in        with everything filled in but session, gateway and principal; listen as the client gave it.
     * @param hasListen whether the client gave a listen list; if not, the defaults apply.
     * @param endpoint  of the client, for Aeron over UDP.
     */
    public void register(final RegistrationInput in, final boolean hasListen, final String endpoint) {
        if (sessions.isShuttingDown()) {
            refuse(Transport.SOCKET, sessions.refusal().of(ErrorCode.SHUTTING_DOWN, null, "the server is about to stop"));
            return;
        }
        openRecord();
        if (principal == null) {
            refuseUnauthorized("register");
            return;
        }
        if (!principal.mayRegister(in.name)) {
            forbid(Transport.SOCKET, "name", "may not register under this name", "register " + in.name);
            return;
        }
        if (hasListen) {
            for (final String entry : in.listen) {
                if (!principal.mayListen(entry)) {
                    forbid(Transport.SOCKET, "listen", "may not listen for " + entry, "listen " + entry);
                    return;
                }
            }
        } else {
            addDefaults(in);
        }
        if (in.aeron.isEmpty() || attach(in.aeron, endpoint)) {
            append(in);
        }
    }

    private void addDefaults(final RegistrationInput in) {
        final boolean isService = !in.methods.isEmpty();
        for (final EventName event : EventName.values()) {
            final boolean isDefault = isService
                || event != EventName.BROADCAST_MESSAGE && event != EventName.UNHANDLED_MESSAGE;
            if (isDefault && principal.mayListen(event.wireName())) {
                in.listen.add(event.wireName());
            }
        }
    }

    private boolean attach(final String media, final String endpoint) {
        final GatewayContext context = sessions.context();
        if (media.equals(AeronAttachment.UDP) && !context.allowsAnyUdpEndpoint() && !isOwnAddress(endpoint)) {
            forbid(Transport.SOCKET, "aeron", "the endpoint must be the address that the socket comes from",
                "register aeron endpoint " + endpoint);
            return false;
        }
        String refusal = sessions.aeron().refusal();
        if (refusal == null) {
            aeron = sessions.attach(this, media, endpoint);
            refusal = aeron == null
                ? "the gateway cannot open a stream of that media now: register again later, or without aeron" : null;
        }
        if (refusal != null) {
            refuse(Transport.SOCKET, sessions.refusal().of(ErrorCode.OVERLOADED, "aeron", refusal));
            return false;
        }
        return true;
    }

    private boolean isOwnAddress(final String endpoint) {
        final String host = endpoint.substring(0, endpoint.lastIndexOf(':'));
        final String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        final InetSocketAddress remote = connection.remote();
        final InetSocketAddress given = new InetSocketAddress(literal, remote.getPort());
        return !given.isUnresolved() && given.getAddress().equals(remote.getAddress());
    }

    private void append(final RegistrationInput in) {
        in.session = index;
        in.gateway = sessions.gateway();
        in.principal = principal.name();
        sessions.journal().inputs().registration(in);
        instance = in.index;
        lastRecord = in.index;
        serviceName = in.name;
        serviceNameAscii = in.name.getBytes(StandardCharsets.US_ASCII);
        serviceVersion = in.version;
        rate = sessions.admission().bucketOf(principal, sessions.nowMs());
        interests = newInterests(in.listen, !in.methods.isEmpty());
        state = State.REGISTERED;
        answerByMs = sessions.nowMs() + sessions.context().engineWaitMs();
        sessions.registered(this);
        schedule();
    }

    Interests newInterests(final List<String> listen, final boolean isService) {
        return new Interests(listen, isService);
    }

    /** Handles a message, complete but for its sender. */
    public void message(final Transport transport, final MessageInput in, final DirectBuffer service, final DirectBuffer method,
        final DirectBuffer consumer) {
        if (consumer.capacity() > 0 && !isOwnName(consumer)) {
            forbid(transport, "consumer", "must be its own name", "message as another consumer", true, in.idHi, in.idLo);
        } else if (!principal.mayCall(service, method)) {
            forbid(transport, "destination", "may not call this method",
                "call " + in.destination.getStringWithoutLengthAscii(0, in.destination.capacity()), true, in.idHi, in.idLo);
        } else {
            in.from = instance;
            sessions.journal().inputs().message(in);
            lastRecord = in.index;
            if (in.responder.capacity() > 0 && aeron == null) {
                openSent++;
            }
        }
    }

    private boolean isOwnName(final DirectBuffer consumer) {
        if (consumer.capacity() != serviceNameAscii.length) {
            return false;
        }
        for (int i = 0; i < serviceNameAscii.length; i++) {
            if (consumer.getByte(i) != serviceNameAscii[i]) {
                return false;
            }
        }
        return true;
    }

    /** Handles a reply, complete but for its sender. */
    public void reply(final ReplyInput in) {
        in.from = instance;
        sessions.journal().inputs().reply(in);
        lastRecord = in.index;
        if (!in.more && openReceived > 0) {
            openReceived--;
        }
    }

    /** Handles a broadcast, complete but for its sender. */
    public void broadcast(final Transport transport, final BroadcastInput in) {
        if (!principal.mayBroadcast()) {
            forbid(transport, null, "may not broadcast", "broadcast", in.hasId, in.idHi, in.idLo);
        } else {
            in.from = instance;
            sessions.journal().inputs().broadcast(in);
            lastRecord = in.index;
        }
    }

    /** Handles a custom event, complete but for its sender. */
    public void emit(final Transport transport, final EmitInput in) {
        if (!principal.mayEmit(serviceName, in.event)) {
            forbid(transport, "event", "may not emit this event",
                "emit " + in.event.getStringWithoutLengthAscii(0, in.event.capacity()));
        } else {
            in.from = instance;
            sessions.journal().inputs().emit(in);
            lastRecord = in.index;
        }
    }

    /** Handles a query for services. */
    public void services(final ServicesInput in) {
        in.from = instance;
        sessions.journal().inputs().services(in);
        lastRecord = in.index;
    }

    /** Handles a query for what became of a message. */
    public void status(final StatusInput in) {
        in.from = instance;
        sessions.journal().inputs().status(in);
        lastRecord = in.index;
    }

    /** Handles the frame with which the instance leaves. */
    public void unregister() {
        lastRecord = sessions.journal().unregister(instance);
        state = State.LEAVING;
    }

    public void ping() {
        sessions.publisher().pong(this);
    }

    private void refuseUnauthorized(final String what) {
        sessions.refusals().refused(this, ErrorCode.UNAUTHORIZED, what, sessions.nowMs());
        refuse(Transport.SOCKET, sessions.refusal().of(ErrorCode.UNAUTHORIZED, null, "a valid token is needed"));
    }

    private void forbid(final Transport transport, final String field, final String text, final String what) {
        forbid(transport, field, text, what, false, 0, 0);
    }

    private void forbid(final Transport transport, final String field, final String text, final String what, final boolean hasId,
        final long idHi, final long idLo) {
        sessions.refusals().refused(this, ErrorCode.FORBIDDEN, what, sessions.nowMs());
        refuse(transport, sessions.refusal().of(ErrorCode.FORBIDDEN, field, text, hasId, idHi, idLo));
    }

    private void openRecord() {
        if (index == 0) {
            index = sessions.journal().sessionOpened(this);
            lastRecord = index;
        }
    }

    // ---- frames from the engine -----------------------------------------------------------------------------------------

    /** Lets the session hear events. Called when the engine's {@code registered} frame is sent to it. */
    public void heard() {
        if (!isHearing) {
            isHearing = true;
            sessions.hears(this);
        }
    }

    /** Counts a request that is sent to this instance. */
    public void requested() {
        openReceived++;
    }

    /** Notes that a request of this instance has ended. */
    public void answered() {
        if (openSent > 0) {
            openSent--;
        }
    }

    /** Ends the session because the engine has ended the instance. */
    public void disconnect(final DisconnectReason reason) {
        end(reason, null);
    }

    // ---- endings --------------------------------------------------------------------------------------------------------

    /** Notes that the peer has ended its sending side. The session counts as closed after the frames that came before. */
    public void inputEnded() {
        if (state == State.ENDED) {
            connection.endOutput("");
        } else if (state != State.INPUT_ENDED) {
            state = State.INPUT_ENDED;
            closeRecord(DisconnectReason.CLOSED);
            lingerUntilMs = sessions.nowMs() + INPUT_ENDED_MS;
            sessions.timers().schedule(this, lingerUntilMs);
            sessions.inputEnded(this);
        }
    }

    /**
     * Returns whether the engine has sent everything up to the session's last record, where the peer has ended its sending side.
     */
    boolean isDrained(final long lastDownIndex) {
        return state != State.INPUT_ENDED || lastDownIndex >= lastRecord;
    }

    @Override
    public InetAddress from() {
        return connection.remote().getAddress();
    }

    /** Evicts the session, because too many connections have not registered and it is the oldest of them. */
    @Override
    public void evict() {
        reject("too many connections that have not registered; connect again, and register at once");
    }

    /** Refuses and ends a connection for which there is no room. */
    public void reject(final String why) {
        if (!isInputOver()) {
            refuse(Transport.SOCKET, sessions.refusal().of(ErrorCode.OVERLOADED, null, why));
            end(DisconnectReason.CLOSED, ErrorCode.OVERLOADED);
        }
    }

    /** Ends the sending side after the last frame for a peer that has ended its own. */
    void finishOutput() {
        if (state == State.INPUT_ENDED) {
            state = State.ENDED;
            sessions.deregister(this);
            connection.endOutput("");
            lingerUntilMs = sessions.nowMs() + sessions.context().lingerMs();
            sessions.timers().schedule(this, lingerUntilMs);
        }
    }

    /** Notes that the connection is gone. */
    public void connectionLost() {
        if (!isInputOver() && !sessions.isAbandoned()) {
            closeRecord(DisconnectReason.CLOSED);
        }
        state = State.ENDED;
        sessions.timers().cancel(this);
        sessions.remove(this);
    }

    /** Ends the session because too many bytes are unsent. A record tells the engine that the instance was disconnected. */
    public void tooSlow() {
        if (instance != 0) {
            sessions.journal().deliveryFailed(instance, DisconnectReason.SLOW_CONSUMER);
        }
        end(DisconnectReason.SLOW_CONSUMER, null);
    }

    /**
     * Ends the session after a moment because its Aeron client is gone. A client that stops closes its socket too, and the end of
     * the socket gives the better reason, so the session waits for it.
     */
    public void aeronLost() {
        if (!isInputOver()) {
            isAeronLost = true;
            sessions.timers().schedule(this, sessions.nowMs() + AERON_LOST_MS);
        }
    }

    /**
     * Ends the session from this side: journals the end, sends {@code disconnect}, ends the sending side, and lingers.
     *
     * @param reason for the journal, and for the client where there is no code.
     * @param code   of the error that ends the session, or null.
     */
    void end(final DisconnectReason reason, final ErrorCode code) {
        if (isInputOver()) {
            return;
        }
        state = State.ENDED;
        closeRecord(reason);
        sessions.deregister(this);
        if (code == null) {
            sessions.publisher().disconnect(this, reason);
        } else {
            sessions.publisher().disconnect(this, code);
        }
        connection.endOutput(code == null ? reason.wireName() : code.wireName());
        lingerUntilMs = sessions.nowMs() + sessions.context().lingerMs();
        sessions.timers().schedule(this, lingerUntilMs);
    }

    private void closeRecord(final DisconnectReason reason) {
        if (index != 0) {
            sessions.journal().sessionClosed(index, instance, reason);
        }
    }

    // ---- time -----------------------------------------------------------------------------------------------------------

    /** Handles the expiry of the session's timer: acts on what is due, and sets the next timer. */
    @Override
    public void onTimer(final long nowMs) {
        if (state == State.ENDED) {
            connection.close();
        } else if (state == State.INPUT_ENDED) {
            finishOutput();
        } else if (isAeronLost) {
            end(DisconnectReason.TIMEOUT, null);
        } else if (isHandshakeOver(nowMs)) {
            refuse(Transport.SOCKET, sessions.refusal().of(ErrorCode.HANDSHAKE_TIMEOUT, null,
                principal == null ? "not authorized in time" : "not registered in time"));
        } else if (isUnanswered() && nowMs >= answerByMs && !sessions.engine().isLive()) {
            reject("the engine is away and has not answered the registration within " + sessions.context().engineWaitMs()
                + " ms: connect again later");
        } else {
            checkHeartbeat(nowMs);
        }
    }

    /** Ends a session that has not answered {@link Limits#HEARTBEATS_MISSED} - 1 pings, each within a heartbeat. */
    private void checkHeartbeat(final long nowMs) {
        if (nowMs - Math.max(receivedMs, pingedMs) >= sessions.context().heartbeatMs()) {
            if (isPingedOut(pings)) {
                end(DisconnectReason.TIMEOUT, null);
                return;
            }
            pings++;
            pingedMs = nowMs;
            sessions.publisher().ping(this);
        }
        schedule();
    }

    /** Returns whether a session has been pinged often enough without an answer to be ended. */
    boolean isPingedOut(final int unanswered) {
        return unanswered == Limits.HEARTBEATS_MISSED - 1;
    }

    private boolean isHandshakeOver(final long nowMs) {
        return state == State.OPEN && (nowMs >= openedMs + sessions.context().registerTimeoutMs()
            || principal == null && nowMs >= openedMs + sessions.context().authorizeTimeoutMs());
    }

    /** Returns whether the engine has not answered the registration yet. */
    private boolean isUnanswered() {
        return state == State.REGISTERED && !isHearing;
    }

    private void schedule() {
        final GatewayContext context = sessions.context();
        long deadlineMs = Math.max(receivedMs, pingedMs) + context.heartbeatMs();
        if (state == State.OPEN) {
            deadlineMs = Math.min(deadlineMs, openedMs + context.registerTimeoutMs());
            if (principal == null) {
                deadlineMs = Math.min(deadlineMs, openedMs + context.authorizeTimeoutMs());
            }
        }
        if (isUnanswered()) {
            // An engine that lives but is slow is waited for, with a check now and then.
            deadlineMs = Math.min(deadlineMs, Math.max(answerByMs, sessions.nowMs() + ANSWER_CHECK_MS));
        }
        sessions.timers().schedule(this, deadlineMs);
    }

    // ---- what others ask ------------------------------------------------------------------------------------------------

    public Connection connection() {
        return connection;
    }

    /** Returns the id of the session, as sent in {@code connect}. */
    /** Returns the number of the session among those of its gateway's process. It decides the order of sessions. */
    long number() {
        return number;
    }

    String name() {
        return name;
    }

    /** Returns the index of its session-opened record, 0 before. */
    long index() {
        return index;
    }

    /** Returns the index of its registration, 0 before. */
    public long instance() {
        return instance;
    }

    Principal principal() {
        return principal;
    }

    String principalName() {
        return principal == null ? "" : principal.name();
    }

    public String serviceName() {
        return serviceName;
    }

    public String serviceVersion() {
        return serviceVersion;
    }

    Interests interests() {
        return interests;
    }

    /** Returns the Aeron side of the session, or null where it has none. */
    public AeronAttachment aeron() {
        return aeron;
    }

    /**
     * Returns whether the session has sent or received a request that is open, as far as this gateway sees. It sees no requests
     * of the Aeron path.
     */
    boolean isBusy() {
        return openSent > 0 || openReceived > 0;
    }

    /** Returns the peer's address without the port, by which refusals are counted. */
    String remoteAddress() {
        return connection.remote().getAddress().getHostAddress();
    }
}
