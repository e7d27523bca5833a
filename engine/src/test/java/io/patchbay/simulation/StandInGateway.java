package io.patchbay.simulation;

import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with the real link to the engine and simplified sessions. Each frame of a client becomes a record; each frame of the
 * engine goes to the sessions that it is for.
 */
final class StandInGateway extends GatewayPart implements GatewayLinkHandler {
    /** Frames that may wait for a socket. With more, the client is too slow. */
    static final int SOCKET_WINDOW_FRAMES = 400;
    private static final int FRAMES_PER_TURN = 8;
    private static final String IPC = "aeron:ipc";

    private final List<SimSession> sessions = new ArrayList<>();
    private final GatewayLink gatewayLink;
    private final DownDecoder decoder = new DownDecoder();
    private final Down down = new Down();
    private final Up up = new Up();
    private final UnsafeBuffer number = new UnsafeBuffer(new byte[Long.BYTES]);
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();
    private final BroadcastInput broadcast = new BroadcastInput();
    private final EmitInput emit = new EmitInput();
    private final ServicesInput services = new ServicesInput();
    private final StatusInput status = new StatusInput();
    private final UnregisterInput unregister = new UnregisterInput();
    private final SessionClosedInput closed = new SessionClosedInput();
    private boolean isWrittenOff;
    private boolean isDriverLost;

    StandInGateway(final World world, final int slot, final SimProcess process, final SimLink link, final SimJournal journal) {
        super(world, slot, process, link, journal);
        gatewayLink = world.parts.newGatewayLink(link, slot, this);
    }

    @Override
    void start() {
        final GatewayStartedInput in = new GatewayStartedInput();
        in.name = "simulated";
        in.slot = slot;
        writer.gatewayStarted(in);
        started(in.index);
        gatewayLink.gateway(id);
    }

    @Override
    void accept(final SimSocket socket) {
        sessions.add(world.takeSession().reset(socket));
    }

    @Override
    int doWork() {
        int work = 0;
        for (int i = sessions.size() - 1; i >= 0; i--) {
            work += poll(sessions.get(i), i);
        }
        work += gatewayLink.doWork(1 + world.random.below(64));
        if (isDriverLost) {
            isDriverLost = false;
            for (int i = sessions.size() - 1; i >= 0; i--) {
                if (sessions.get(i).isAeron) {
                    close(sessions.get(i), DisconnectReason.TIMEOUT);
                }
            }
        }
        if (isWrittenOff) {
            isWrittenOff = false;
            endAll(DisconnectReason.GATEWAY_LOST);
            start();
        }
        return work;
    }

    @Override
    void stop() {
        endAll(DisconnectReason.SHUTTING_DOWN);
        final GatewayLostInput in = new GatewayLostInput();
        in.gateway = id;
        in.orderly = true;
        writer.gatewayLost(in);
        id = 0;
    }

    @Override
    boolean isStopped() {
        return id == 0;
    }

    @Override
    void abandon() {
        for (int i = 0; i < sessions.size(); i++) {
            final SimSocket socket = sessions.get(i).socket;
            socket.isServerGone = true;
            socket.up.clear();
        }
    }

    private void endAll(final DisconnectReason reason) {
        while (!sessions.isEmpty()) {
            close(sessions.get(sessions.size() - 1), reason);
        }
    }

    private int poll(final SimSession session, final int at) {
        final SimSocket socket = session.socket;
        int count = 0;
        for (Up next = socket.nextUp(); next != null && count < FRAMES_PER_TURN; next = socket.nextUp()) {
            up.set(next);
            socket.up.removeFirst();
            count++;
            onFrame(session, up);
            if (at >= sessions.size() || sessions.get(at) != session) {
                return count;
            }
        }
        if (socket.isClientGone && socket.up.isEmpty()) {
            close(session, world.random.oneIn(4) ? DisconnectReason.TIMEOUT : DisconnectReason.CLOSED);
            return count + 1;
        }
        if (socket.down.size() > SOCKET_WINDOW_FRAMES) {
            if (session.instance != 0) {
                final DeliveryFailedInput failed = new DeliveryFailedInput();
                failed.instance = session.instance;
                failed.reason = DisconnectReason.SLOW_CONSUMER;
                writer.deliveryFailed(failed);
            }
            close(session, DisconnectReason.SLOW_CONSUMER);
            return count + 1;
        }
        return count;
    }

    private void onFrame(final SimSession session, final Up in) {
        if (in.kind == Up.REGISTER) {
            register(session, session.socket.client);
        } else if (session.instance == 0 || session.isLeaving && in.kind != Up.REPLY && in.kind != Up.RESUME) {
            return;
        } else {
            append(session, in);
        }
    }

    private void register(final SimSession session, final ClientPart client) {
        final SessionOpenedInput opened = new SessionOpenedInput();
        opened.gateway = id;
        opened.session = "s";
        opened.transport = "tcp";
        opened.remote = "127.0.0.1:1";
        writer.sessionOpened(opened);
        session.index = opened.index;
        final RegistrationInput in = client.registration;
        session.isAeron = client.wantsAeron && gatewayLink.isUp();
        in.aeron = session.isAeron ? "ipc" : "";
        in.session = session.index;
        in.gateway = id;
        writer.registration(in);
        session.instance = in.index;
        session.listen = client.listen;
        session.custom = client.custom;
        session.isService = !in.methods.isEmpty();
        if (session.isAeron) {
            session.streamId = gatewayLink.nextDeliveryStreamId();
            gatewayLink.attach(session.instance, IPC, session.streamId);
        }
    }

    private void append(final SimSession session, final Up in) {
        number.putLong(0, in.payload);
        switch (in.kind) {
            case Up.MESSAGE -> {
                message.from = session.instance;
                message.idHi = World.ID_HI;
                message.idLo = in.id;
                message.destination.wrap(FrameTexts.DESTINATIONS[in.word]);
                message.responder.wrap(in.has(Up.HAS_RESPONDER) ? FrameTexts.RESPONDER : FrameTexts.NOTHING);
                message.key.wrap(FrameTexts.KEYS[in.key]);
                message.traceparent.wrap(FrameTexts.NOTHING);
                message.timeoutMs = in.timeoutMs;
                message.ack = in.has(Up.ACK);
                message.payload.wrap(number);
                writer.message(message);
            }
            case Up.REPLY -> {
                reply.from = session.instance;
                reply.idHi = World.ID_HI;
                reply.idLo = in.id;
                reply.more = in.has(Up.MORE);
                reply.error = in.has(Up.ERROR);
                reply.ack = in.has(Up.ACK);
                reply.errorCode.wrap(reply.error ? FrameTexts.ERROR_CODE : FrameTexts.NOTHING);
                reply.errorMessage.wrap(FrameTexts.NOTHING);
                reply.payload.wrap(reply.error ? FrameTexts.NOTHING : number);
                writer.reply(reply);
            }
            case Up.BROADCAST -> {
                broadcast.from = session.instance;
                broadcast.hasId = in.id != 0;
                broadcast.idHi = in.id == 0 ? 0 : World.ID_HI;
                broadcast.idLo = in.id;
                broadcast.ack = in.has(Up.ACK);
                broadcast.payload.wrap(number);
                writer.broadcast(broadcast);
            }
            case Up.EMIT -> {
                emit.from = session.instance;
                emit.event.wrap(FrameTexts.EVENT_NAMES[in.word]);
                emit.ack = in.has(Up.ACK);
                emit.payload.wrap(number);
                writer.emit(emit);
            }
            case Up.SERVICES -> {
                services.from = session.instance;
                services.service.wrap(FrameTexts.NAME_TEXTS[in.word]);
                writer.services(services);
            }
            case Up.STATUS -> {
                status.from = session.instance;
                status.idHi = World.ID_HI;
                status.idLo = in.id;
                writer.status(status);
            }
            case Up.UNREGISTER -> {
                session.isLeaving = true;
                unregister.from = session.instance;
                writer.unregister(unregister);
            }
            case Up.RESUME -> gatewayLink.resume(session.instance, in.id, in.payload, in.word, in.more);
            default -> throw new IllegalStateException("up frame " + in.kind);
        }
    }

    private void close(final SimSession session, final DisconnectReason reason) {
        session.socket.isServerGone = true;
        sessions.remove(session);
        if (session.index != 0) {
            closed.session = session.index;
            closed.instance = session.instance;
            closed.reason = reason;
            writer.sessionClosed(closed);
        }
        if (session.isAeron) {
            gatewayLink.detach(session.instance);
        }
    }

    private SimSession ofInstance(final long instance) {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).instance == instance) {
                return sessions.get(i);
            }
        }
        return null;
    }

    // ---- from the engine --------------------------------------------------------------------------------------------------

    @Override
    public void onFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        decoder.decode(templateId, buffer, offset, down);
        switch (templateId) {
            case Keys.LIFECYCLE, Keys.BROADCAST, Keys.UNHANDLED, Keys.CUSTOM -> fanOut();
            default -> {
                final SimSession session = ofInstance(down.target);
                if (session != null) {
                    down.streamId = session.streamId;
                    session.socket.sendDown(down);
                    if (templateId == Keys.REGISTERED) {
                        session.isHearing = !session.isAeron;
                    } else if (templateId == Keys.DISCONNECT) {
                        close(session, DisconnectReason.values()[(int)down.a]);
                    }
                }
            }
        }
    }

    private void fanOut() {
        for (int i = 0; i < sessions.size(); i++) {
            final SimSession session = sessions.get(i);
            if (session.isHearing && isReceiver(session)) {
                session.socket.sendDown(down);
            }
        }
    }

    private boolean isReceiver(final SimSession session) {
        switch (down.kind) {
            case Keys.LIFECYCLE:
                return session.instance != down.b && (session.listen & 1 << (int)down.a) != 0;
            case Keys.BROADCAST:
                return session.instance != down.a
                    && (session.isService || (session.listen & 1 << EventName.BROADCAST_MESSAGE.ordinal()) != 0);
            case Keys.UNHANDLED:
                return session.instance == down.who || (session.listen & 1 << EventName.UNHANDLED_MESSAGE.ordinal()) != 0;
            default:
                return session.instance != down.a && (session.custom & 1 << (int)down.who - 'a') != 0;
        }
    }

    // ---- from Aeron instances ---------------------------------------------------------------------------------------------

    @Override
    public void onIngress(final long ingress, final int templateId, final DirectBuffer buffer, final int offset,
        final int length) {
        up.read(buffer, offset);
        if (up.kind == Up.PROVE) {
            final SimSession session = ofInstance(up.id);
            if (session != null && session.isAeron) {
                session.ingress = ingress;
            }
            return;
        }
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).ingress == ingress) {
                onFrame(sessions.get(i), up);
                return;
            }
        }
    }

    @Override
    public void onDriverLost() {
        isDriverLost = true;
    }

    @Override
    public void onIngressTooLarge(final long ingress) {
        throw new IllegalStateException("no client of the simulation sends so much");
    }

    @Override
    public void onIngressClosed(final long ingress) {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).ingress == ingress) {
                close(sessions.get(i), DisconnectReason.TIMEOUT);
                return;
            }
        }
    }

    @Override
    public void onWrittenOff() {
        isWrittenOff = true;
    }
}
