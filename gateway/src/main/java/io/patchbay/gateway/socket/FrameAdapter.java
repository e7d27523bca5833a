package io.patchbay.gateway.socket;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.gateway.json.FrameScanner;
import io.patchbay.gateway.json.FrameType;
import io.patchbay.gateway.session.Refusal;
import io.patchbay.gateway.session.Session;
import io.patchbay.gateway.session.Transport;
import io.patchbay.protocol.Encoding;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes the JSON frames of sockets and calls their sessions. All connections of a gateway share it. One thread. An accepted
 * message, reply, broadcast, emit or query allocates nothing.
 */
public final class FrameAdapter {
    private final FrameScanner scanner = new FrameScanner();
    private final Refusal refusal = new Refusal();
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();
    private final BroadcastInput broadcast = new BroadcastInput();
    private final EmitInput emit = new EmitInput();
    private final ServicesInput services = new ServicesInput();
    private final StatusInput status = new StatusInput();
    private int framesPerTurn = Integer.MAX_VALUE;
    private int framesSinceTurn;
    private Runnable afterTurn = () -> { };

    /** Sets a task that runs each time this number of frames has been handled. */
    public void afterFrames(final int frames, final Runnable turn) {
        framesPerTurn = frames;
        afterTurn = turn;
    }

    /** Handles one complete frame, without its line end. The bytes of its payload may be changed in place. */
    void onFrame(final Session session, final UnsafeBuffer buffer, final int offset, final int length) {
        take(session, buffer, offset, length);
        if (++framesSinceTurn >= framesPerTurn) {
            framesSinceTurn = 0;
            afterTurn.run();
        }
    }

    private void take(final Session session, final UnsafeBuffer buffer, final int offset, final int length) {
        session.received();
        final boolean isWellFormed = scanner.scan(buffer, offset, length);
        final FrameType type = scanner.type();
        if (type != null && !session.admits(Transport.SOCKET, type, scanner.hasId(), scanner.idHi(), scanner.idLo())) {
            return;
        }
        if (isWellFormed) {
            dispatch(session, type);
        } else {
            session.refuse(Transport.SOCKET, refusal.of(scanner.error(), scanner.field(), scanner.text(), scanner.hasId(),
                scanner.idHi(), scanner.idLo()));
        }
    }

    private void dispatch(final Session session, final FrameType type) {
        switch (type) {
            case MESSAGE:
                onMessage(session);
                break;
            case REPLY:
                onReply(session);
                break;
            case BROADCAST:
                broadcast.hasId = scanner.hasId();
                broadcast.idHi = scanner.idHi();
                broadcast.idLo = scanner.idLo();
                broadcast.ack = scanner.ack();
                broadcast.encoding = Encoding.JSON;
                view(broadcast.payload, scanner.payload());
                session.broadcast(Transport.SOCKET, broadcast);
                break;
            case EMIT:
                emit.ack = scanner.ack();
                emit.encoding = Encoding.JSON;
                view(emit.event, scanner.event());
                view(emit.payload, scanner.payload());
                session.emit(Transport.SOCKET, emit);
                break;
            case SERVICES:
                view(services.service, scanner.service());
                session.services(services);
                break;
            case STATUS:
                status.idHi = scanner.idHi();
                status.idLo = scanner.idLo();
                session.status(status);
                break;
            case UNREGISTER:
                session.unregister();
                break;
            case PING:
                session.ping();
                break;
            case AUTHORIZE:
                session.authorize(scanner.token());
                break;
            case REGISTER:
                onRegister(session);
                break;
            default:
                // A pong needs no handling: received() has reset the heartbeat already.
        }
    }

    private void onMessage(final Session session) {
        message.idHi = scanner.idHi();
        message.idLo = scanner.idLo();
        message.timeoutMs = scanner.timeoutMs();
        message.ack = scanner.ack();
        message.encoding = Encoding.JSON;
        view(message.destination, scanner.destination());
        view(message.responder, scanner.responder());
        view(message.key, scanner.key());
        view(message.traceparent, scanner.traceparent());
        view(message.payload, scanner.payload());
        session.message(Transport.SOCKET, message, scanner.destinationService(), scanner.destinationMethod(), scanner.consumer());
    }

    private void onReply(final Session session) {
        reply.idHi = scanner.idHi();
        reply.idLo = scanner.idLo();
        reply.more = scanner.more();
        reply.error = scanner.hasError();
        reply.ack = scanner.ack();
        reply.encoding = Encoding.JSON;
        view(reply.errorCode, scanner.errorCode());
        view(reply.errorMessage, scanner.errorMessage());
        view(reply.payload, scanner.payload());
        session.reply(reply);
    }

    private void onRegister(final Session session) {
        final RegistrationInput in = new RegistrationInput();
        in.name = scanner.name();
        in.version = scanner.version();
        in.methods.addAll(scanner.methods());
        in.listen.addAll(scanner.listen());
        in.choose = scanner.choose();
        in.acks = scanner.acks();
        in.aeron = scanner.aeronMedia();
        session.register(in, scanner.hasListen(), scanner.aeronEndpoint());
    }

    private static void view(final UnsafeBuffer view, final DirectBuffer source) {
        view.wrap(source, 0, source.capacity());
    }
}
