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
 * A gateway's end of one connection. It delivers the client's frames as bytes, in pieces of any size, compares each record with
 * them, and parses what the gateway answers.
 */
final class SocketEnd implements SimChannel.Wire {
    /** Number of frames that the network holds for a client that does not read. A client that reads takes all. */
    private static final int NETWORK_FRAMES = 48;
    private static final int FRAME_BYTES = 128;
    private static final int LINES_A_TURN = 8;

    final SimSocket socket;
    final SimChannel channel = new SimChannel();
    /** Frames that have been delivered to the gateway, in part or whole, and have neither a record nor an answer yet. */
    private final Fifo<Up> sent = new Fifo<>(Up::new);
    /** Index of the session-opened record, 0 before. */
    long session;
    /** Index of the registration, 0 before. */
    long instance;
    /** The Aeron session that has proven this instance's secret, 0 = none. */
    long ingress;
    private final RegistrationInput registration = new RegistrationInput();
    private final WholeGateway gateway;
    private final UpLines lines = new UpLines();
    private final DownLines answers = new DownLines();
    private final Down down = new Down();
    /** The engine's frames to this session whose JSON does not contain the index of their record. */
    private final Fifo<Down> unnumbered = new Fifo<>(Down::new);
    /** Refusals that must be sent on the socket. */
    private final IntArrayList refusals = new IntArrayList();
    private final Up streamed = new Up();
    private boolean isStreaming;
    private byte[] in = new byte[1_024];
    private int inFrom;
    private int inTo;
    private byte[] out = new byte[1_024];
    private int outLength;
    private boolean isEndDelivered;
    /** Pings since the client was last heard. */
    private int pings;
    private boolean isLeaving;
    /** Whether the registered event has been received. */
    private boolean isAnswered;
    /** Whether the registration was refused because the engine did not answer. */
    private boolean isRejected;
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
            pings = ends > 0 ? 0 : pings;
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
        if (socket.isClientGone && !isEndDelivered && (socket.isCut || socket.up.isEmpty() && inFrom == inTo)) {
            isEndDelivered = true;
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

    /** Handles a record of a frame of this client. */
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
            throw new Violation("a record " + record.kind().wireName() + " of a frame that client " + socket.client.number
                + " did not send");
        }
        match(record, sent.first());
        sent.removeFirst();
    }

    private void match(final Input record, final Up frame) {
        registration.session = session;
        registration.gateway = gateway.id;
        if (!RecordCheck.fits(record, frame, instance, registration)) {
            throw new Violation("a record " + record.kind().wireName() + " " + Long.toHexString(record.index)
                + " that differs from the frame of client " + socket.client.number);
        }
        isLeaving |= frame.kind == Up.UNREGISTER;
        instance = frame.kind == Up.REGISTER ? record.index : instance;
    }

    /** Checks lines that have been handled without a record. Each must have a reason for that. */
    private void settle(final int count) {
        for (int i = 0; i < count; i++) {
            judge(sent.first());
            leaveOut();
        }
    }

    /** Notes a frame that is about to arrive by Aeron. */
    void beginStreamed(final Up frame) {
        streamed.set(frame);
        isStreaming = true;
    }

    /** Checks the frame that has arrived by Aeron. */
    void endStreamed() {
        if (isStreaming) {
            judge(streamed);
            isStreaming = false;
        }
    }

    /** Checks that a frame without a record has a reason for that. */
    private void judge(final Up frame) {
        if (!isOver() && frame.kind != Up.PONG && refusal(frame) == 0
            && (frame.kind != Up.REGISTER || registration.aeron.isEmpty() && !gateway.isEngineLate())) {
            throw new Violation("no record of a frame of client " + socket.client.number + ": kind " + frame.kind + " id="
                + Long.toHexString(frame.id) + ", " + gateway.describeSilence());
        }
    }

    /** Returns whether the session ignores further input. */
    private boolean isOver() {
        return closedAs != null || !channel.isActive() || channel.isOutputShutdown();
    }

    /** Returns the code with which a frame must be refused, 0 = none. */
    private int refusal(final Up up) {
        if (isLeaving && up.kind != Up.REPLY) {
            return ErrorCode.NOT_REGISTERED.ordinal();
        }
        final boolean isNew = up.kind == Up.MESSAGE || up.kind == Up.BROADCAST || up.kind == Up.EMIT || up.kind == Up.REGISTER;
        return gateway.isShuttingDown() && isNew ? ErrorCode.SHUTTING_DOWN.ordinal() : 0;
    }

    /** Removes the first frame, which has no record. A registration may be refused because there is no stream or no engine. */
    private void leaveOut() {
        final Up first = sent.first();
        if (!isOver() && first.kind != Up.PONG) {
            final int code = refusal(first);
            refusals.addInt(code == 0 ? ErrorCode.OVERLOADED.ordinal() : code);
        }
        sent.removeFirst();
    }

    /** Handles the record of the session's end. */
    void closed(final SessionClosedInput record) {
        if (closedAs != null || record.instance != instance) {
            throw new Violation("session " + Long.toHexString(session) + " ends twice, or as another's");
        }
        if (record.reason == DisconnectReason.TIMEOUT && registration.aeron.isEmpty() && pings < Limits.HEARTBEATS_MISSED - 1) {
            throw new Violation("session " + Long.toHexString(session) + " ended as silent, and was pinged " + pings
                + " times");
        }
        closedAs = record.reason;
    }

    // ---- down -----------------------------------------------------------------------------------------------------------

    /** Notes a frame that the engine sends to this session. */
    void delivered(final Down frame) {
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
                    isRejected = true;
                } else if (refusals.isEmpty() || refusals.removeAt(0) != down.a) {
                    throw new Violation("client " + socket.client.number + " is refused without a reason: "
                        + ErrorCode.ofOrdinal((int)down.a));
                }
            }
            case Keys.PING -> pings++;
            case Keys.DISCONNECT -> disconnect();
            case Keys.FAILURE, Keys.STATUS -> number();
            case Keys.REGISTERED -> {
                if (down.target != instance || down.streamId != 0 == registration.aeron.isEmpty()) {
                    throw new Violation("registered as another: " + down);
                }
                isAnswered = true;
            }
            default -> {
                // The frame contains the index of its record.
            }
        }
        socket.sendDown(down);
    }

    private boolean isUnanswered() {
        return instance != 0 && !isAnswered;
    }

    /** Handles a disconnect, which the engine or the gateway has decided. */
    private void disconnect() {
        if (!unnumbered.isEmpty() && unnumbered.first().kind == Keys.DISCONNECT) {
            number();
        } else if (isRejected && closedAs == DisconnectReason.CLOSED) {
            down.kind = Keys.GOODBYE;
        } else if (session != 0 && (closedAs == null || closedAs.ordinal() != down.a)) {
            throw new Violation("disconnected as " + DisconnectReason.ofOrdinal((int)down.a) + ", and journaled as " + closedAs);
        } else {
            down.kind = Keys.GOODBYE;
        }
    }

    private void number() {
        if (unnumbered.isEmpty() || unnumbered.first().key != down.key) {
            throw new Violation(Long.toHexString(instance) + " receives what the engine has not sent next: " + down);
        }
        down.index = unnumbered.first().index;
        unnumbered.removeFirst();
    }
}
