package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Limits;

import io.netty.buffer.ByteBuf;
import org.agrona.collections.IntArrayList;

import java.io.IOException;
import java.util.Arrays;

/**
 * A gateway's end of one connection: brings what the client says as bytes, in pieces of any size, holds each record against it,
 * and takes apart what the gateway answers.
 */
final class SocketEnd implements SimChannel.Wire {
    /** What is on the way to a client that does not read; one that does takes all. */
    private static final int NETWORK_FRAMES = 48;
    private static final int FRAME_BYTES = 128;
    private static final int LINES_A_TURN = 8;

    final SimSocket socket;
    final SimChannel channel = new SimChannel();
    /** What has been handed to the gateway, in part or whole, and is not yet answered for. */
    private final Fifo<Up> sent = new Fifo<>(Up::new);
    /** Index of its session-opened record, 0 before. */
    long session;
    /** Index of its registration, 0 before. */
    long instance;
    /** Of the stream that has proven to be its own, 0 = none. */
    long ingress;
    private final RegistrationInput registration = new RegistrationInput();
    private final WholeGateway gateway;
    private final UpLines lines = new UpLines();
    private final DownLines answers = new DownLines();
    private final Down down = new Down();
    /** What the engine has said to this session whose JSON does not say of which record it is. */
    private final Fifo<Down> unnumbered = new Fifo<>(Down::new);
    /** Refusals that have to come by the socket. */
    private final IntArrayList refusals = new IntArrayList();
    private final Up streamed = new Up();
    private boolean isStreaming;
    private byte[] in = new byte[1_024];
    private int inFrom;
    private int inTo;
    private byte[] out = new byte[1_024];
    private int outLength;
    private boolean isEndTold;
    /** Pings since it was last heard. */
    private int asked;
    private boolean isLeaving;
    /** Has heard registered. */
    private boolean isAnswered;
    /** Its registration got no answer. */
    private boolean isTurnedAway;
    private DisconnectReason closedAs;

    SocketEnd(final WholeGateway gateway, final SimSocket socket) {
        this.gateway = gateway;
        this.socket = socket;
        channel.wire(this);
    }

    // ---- up -------------------------------------------------------------------------------------------------------------

    int poll() {
        final SimRandom random = gateway.world.random;
        int work = 0;
        channel.writable();
        gateway.process.end();
        for (Up next = socket.nextUp(); next != null && work < LINES_A_TURN; next = socket.nextUp()) {
            if (next.kind == Up.REGISTER) {
                register(socket.client);
            }
            sent.add().set(next);
            socket.up.removeFirst();
            append(lines.write(next, registration).append(random.oneIn(8) ? "\r\n" : "\n"));
            work++;
        }
        while (inFrom < inTo && channel.isActive()) {
            final int length = Math.min(inTo - inFrom, 1 + random.below(random.oneIn(4) ? 16 : 1_000));
            int ends = 0;
            for (int i = inFrom; i < inFrom + length; i++) {
                ends += in[i] == '\n' ? 1 : 0;
            }
            asked = ends > 0 ? 0 : asked;
            final int before = sent.size();
            channel.receive(in, inFrom, inFrom + length);
            gateway.process.end();
            settle(ends - (before - sent.size()));
            inFrom += length;
            work++;
            if (random.oneIn(12)) {
                break;
            }
        }
        if (socket.isClientGone && !isEndTold && (socket.isCut || socket.up.isEmpty() && inFrom == inTo)) {
            isEndTold = true;
            if (socket.isCut) {
                channel.pipeline().fireExceptionCaught(new IOException("connection reset by peer"));
            } else {
                channel.receiveEnd();
            }
            gateway.process.end();
            work++;
        }
        return work;
    }

    private void register(final ClientPart client) {
        final RegistrationInput from = client.registration;
        registration.principal = from.principal;
        registration.name = from.name;
        registration.version = from.version;
        registration.methods.clear();
        registration.methods.addAll(from.methods);
        registration.listen.clear();
        registration.listen.addAll(from.listen);
        registration.choose = from.choose;
        registration.acks = from.acks;
        registration.aeron = client.wantsAeron ? "ipc" : "";
    }

    private void append(final CharSequence line) {
        if (inFrom == inTo) {
            inFrom = 0;
            inTo = 0;
        }
        if (inTo + line.length() > in.length) {
            in = Arrays.copyOf(in, 2 * (inTo + line.length()));
        }
        for (int i = 0; i < line.length(); i++) {
            in[inTo++] = (byte)line.charAt(i);
        }
    }

    /** A record of what this client has said. */
    void recorded(final Input record) {
        if (closedAs != null) {
            throw new Violation("a record " + record.kind().wireName() + " after the end of session "
                + Long.toHexString(session));
        }
        if (isStreaming) {
            isStreaming = false;
            match(record, streamed);
            return;
        }
        while (!sent.isEmpty() && (sent.first().kind == Up.PONG || refusal(sent.first()) != 0)) {
            leaveOut();
        }
        if (sent.isEmpty()) {
            throw new Violation("a record " + record.kind().wireName() + " of what client " + socket.client.number
                + " did not say");
        }
        match(record, sent.first());
        sent.removeFirst();
    }

    private void match(final Input record, final Up said) {
        registration.session = session;
        registration.gateway = gateway.id;
        if (!RecordCheck.fits(record, said, instance, registration)) {
            throw new Violation("a record " + record.kind().wireName() + " " + Long.toHexString(record.index)
                + " that does not say what client " + socket.client.number + " did");
        }
        isLeaving |= said.kind == Up.UNREGISTER;
        instance = said.kind == Up.REGISTER ? record.index : instance;
    }

    /** So many whole lines have been taken and have brought no record: each must have had its reason. */
    private void settle(final int count) {
        for (int i = 0; i < count; i++) {
            judge(sent.first());
            leaveOut();
        }
    }

    /** It comes by Aeron. */
    void beginStreamed(final Up said) {
        streamed.set(said);
        isStreaming = true;
    }

    /** It has been taken. */
    void endStreamed() {
        if (isStreaming) {
            judge(streamed);
            isStreaming = false;
        }
    }

    /** There is no record of it. */
    private void judge(final Up said) {
        if (!isOver() && said.kind != Up.PONG && refusal(said) == 0
            && (said.kind != Up.REGISTER || registration.aeron.isEmpty() && !gateway.isEngineLate())) {
            throw new Violation("no record of what client " + socket.client.number + " said: kind " + said.kind + " id="
                + Long.toHexString(said.id));
        }
    }

    /** It no longer cares for input. */
    private boolean isOver() {
        return closedAs != null || !channel.isActive() || channel.isOutputShutdown();
    }

    /** Code of the refusal that it must have, 0 = none. */
    private int refusal(final Up up) {
        if (isLeaving && up.kind != Up.REPLY) {
            return ErrorCode.NOT_REGISTERED.ordinal();
        }
        final boolean isNew = up.kind == Up.MESSAGE || up.kind == Up.BROADCAST || up.kind == Up.EMIT || up.kind == Up.REGISTER;
        return gateway.isShuttingDown() && isNew ? ErrorCode.SHUTTING_DOWN.ordinal() : 0;
    }

    /** The first is not recorded; a registration otherwise only where there are no streams to be had, or no engine. */
    private void leaveOut() {
        final Up first = sent.first();
        if (!isOver() && first.kind != Up.PONG) {
            final int code = refusal(first);
            refusals.addInt(code == 0 ? ErrorCode.OVERLOADED.ordinal() : code);
        }
        sent.removeFirst();
    }

    /** Its end is in the journal. */
    void closed(final SessionClosedInput record) {
        if (closedAs != null || record.instance != instance) {
            throw new Violation("session " + Long.toHexString(session) + " ends twice, or as another's");
        }
        if (record.reason == DisconnectReason.TIMEOUT && registration.aeron.isEmpty() && asked < Limits.HEARTBEATS_MISSED - 1) {
            throw new Violation("session " + Long.toHexString(session) + " is given up as silent, and was asked " + asked
                + " times");
        }
        closedAs = record.reason;
    }

    // ---- down -----------------------------------------------------------------------------------------------------------

    /** The engine says this to it. */
    void told(final Down frame) {
        if (closedAs == null) {
            unnumbered.add().set(frame);
        }
    }

    @Override
    public int room() {
        return socket.isClientGone || !socket.client.isStalled() ? Integer.MAX_VALUE
            : Math.max(0, NETWORK_FRAMES - socket.down.size()) * FRAME_BYTES;
    }

    @Override
    public void take(final ByteBuf bytes, final int length) {
        if (socket.isClientGone) {
            return;
        }
        if (outLength + length > out.length) {
            out = Arrays.copyOf(out, 2 * (outLength + length));
        }
        bytes.getBytes(bytes.readerIndex(), out, outLength, length);
        int from = 0;
        for (int i = outLength; i < outLength + length; i++) {
            if (out[i] == '\n') {
                answers.parse(out, from, i - from, down);
                onLine();
                from = i + 1;
            }
        }
        outLength += length - from;
        System.arraycopy(out, from, out, 0, outLength);
    }

    @Override
    public void end() {
        socket.isServerGone = true;
    }

    private void onLine() {
        switch (down.kind) {
            case 0 -> {
                return;
            }
            case Keys.REFUSED -> {
                if (refusals.isEmpty() && isUnanswered() && gateway.isEngineLate()
                    && down.a == ErrorCode.OVERLOADED.ordinal()) {
                    isTurnedAway = true;
                } else if (refusals.isEmpty() || refusals.removeAt(0) != down.a) {
                    throw new Violation("client " + socket.client.number + " is refused without a reason: "
                        + ErrorCode.ofOrdinal((int)down.a));
                }
            }
            case Keys.PING -> asked++;
            case Keys.DISCONNECT -> disconnect();
            case Keys.FAILURE, Keys.STATUS -> number();
            case Keys.REGISTERED -> {
                if (down.target != instance || down.streamId != 0 == registration.aeron.isEmpty()) {
                    throw new Violation("registered as another: " + down);
                }
                isAnswered = true;
            }
            default -> {
                // says itself of which record it is
            }
        }
        socket.sendDown(down);
    }

    private boolean isUnanswered() {
        return instance != 0 && !isAnswered;
    }

    /** By the engine's decision, or the gateway's. */
    private void disconnect() {
        if (!unnumbered.isEmpty() && unnumbered.first().kind == Keys.DISCONNECT) {
            number();
        } else if (isTurnedAway && closedAs == DisconnectReason.CLOSED) {
            down.kind = Keys.GOODBYE;
        } else if (session != 0 && (closedAs == null || closedAs.ordinal() != down.a)) {
            throw new Violation("disconnected as " + DisconnectReason.ofOrdinal((int)down.a) + ", and journaled as " + closedAs);
        } else {
            down.kind = Keys.GOODBYE;
        }
    }

    private void number() {
        if (unnumbered.isEmpty() || unnumbered.first().key != down.key) {
            throw new Violation(Long.toHexString(instance) + " is told what the engine has not said next: " + down);
        }
        down.index = unnumbered.first().index;
        unnumbered.removeFirst();
    }
}
