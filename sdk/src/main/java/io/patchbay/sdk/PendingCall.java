package io.patchbay.sdk;

import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A message of this client from the moment it is given until its end is known. The client's thread alone changes it.
 */
final class PendingCall extends Outgoing {
    /** Where it stands. */
    enum Stage {
        /** Not given to a transport since it was made, or since a status said that the server never saw it. */
        QUEUED,
        /** Given to the present connection. */
        SENT,
        /** Given to a connection that is gone: only a status tells what became of it. */
        SETTLING
    }

    private static final int OVERHEAD_BYTES = 256;
    private static final long FIRST_STATUS_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LAST_STATUS_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    final UUID id;
    final String destination;
    final boolean oneWay;
    final long deadlineNs;
    Stage stage = Stage.QUEUED;
    boolean resent;
    long sentNs;
    long statusDueNs;
    boolean statusAsked;
    private final ClientAgent agent;
    private final DirectBuffer destinationBytes;
    private final DirectBuffer responder;
    private final DirectBuffer key;
    private final DirectBuffer traceparent;
    private final Payload payload;
    private final ReplyListener listener;
    private long statusPauseNs = FIRST_STATUS_PAUSE_NS;

    PendingCall(final ClientAgent agent, final Message message, final boolean oneWay, final ReplyListener listener) {
        this.agent = agent;
        this.oneWay = oneWay;
        this.listener = listener;
        id = message.id();
        destination = message.destination();
        destinationBytes = Utf8.buffer(destination);
        responder = Utf8.buffer(oneWay ? "" : DirectClient.RESPONDER);
        key = Utf8.buffer(message.key());
        traceparent = Utf8.buffer(message.traceparent());
        payload = message.payload();
        deadlineNs = agent.nanoTime() + TimeUnit.MILLISECONDS.toNanos(message.timeoutMs());
    }

    @Override
    int queuedBytes() {
        return payload.length() + OVERHEAD_BYTES;
    }

    @Override
    boolean onSubmit() {
        return agent.add(this);
    }

    @Override
    boolean isWanted() {
        return agent.isPending(this) && stage == Stage.QUEUED;
    }

    @Override
    Sent send(final DirectClient direct) {
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - agent.nanoTime());
        if (leftMs <= 0) {
            agent.fail(this, expired());
            return Sent.OK;
        }
        return direct.message(id.getMostSignificantBits(), id.getLeastSignificantBits(), destinationBytes, responder, key,
            traceparent, (int)leftMs, oneWay, payload.encoding(), payload.buffer(), 0, payload.length());
    }

    @Override
    void onSent() {
        stage = Stage.SENT;
        sentNs = agent.nanoTime();
    }

    @Override
    boolean outlivesConnection() {
        return true;
    }

    @Override
    void onFailure(final PatchbayException failure) {
        agent.fail(this, failure);
    }

    NotSentException expired() {
        return new NotSentException(destination + ": not accepted by a server before its time-out");
    }

    /** The connection is gone. A one-way message is just sent again: the server knows its id if it has it already. */
    void onDisconnect(final long nowNs) {
        if (stage == Stage.SENT) {
            stage = Stage.SETTLING;
        }
        statusAsked = false;
        statusDueNs = nowNs;
        statusPauseNs = FIRST_STATUS_PAUSE_NS;
    }

    void statusAgain(final long nowNs) {
        statusAsked = false;
        statusDueNs = nowNs + statusPauseNs;
        statusPauseNs = Math.min(LAST_STATUS_PAUSE_NS, statusPauseNs * 2);
    }

    /** The server never saw it: it goes out again under the same id. */
    void resend() {
        stage = Stage.QUEUED;
        resent = true;
        statusAsked = false;
    }

    void onReply(final Reply reply) {
        listener.onReply(reply);
    }

    void onEnd(final PatchbayException failure) {
        listener.onFailure(failure);
    }

    UnhandledException unhandled(final UnhandledReason reason) {
        return new UnhandledException(destination, reason);
    }
}
