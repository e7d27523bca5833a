package io.patchbay.sdk;

import io.patchbay.protocol.Limits;
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
        /** To be given to a connection: for the first time, or again because no server has said that it has it. */
        QUEUED,
        /** Given to the present connection. */
        SENT,
        /** Only a status tells what became of it: a server has it, but its end was missed. */
        SETTLING
    }

    private static final int OVERHEAD_BYTES = 256;
    private static final long FIRST_STATUS_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LAST_STATUS_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FORGOTTEN_NS = TimeUnit.MILLISECONDS.toNanos(Limits.DUPLICATE_WINDOW_MS * 9L / 10);

    final UUID id;
    final String destination;
    final boolean oneWay;
    final long deadlineNs;
    Stage stage = Stage.QUEUED;
    /** A copy went to a connection that is gone, or may be on its way still: whether a server has it is not known. */
    boolean doubtful;
    /** A server has said that it is in the journal. */
    boolean accepted;
    /** Refused by a server that is about to stop: it is for the next one. */
    boolean postponed;
    long acceptedIndex;
    long statusDueNs;
    boolean statusAsked;
    private final ClientAgent agent;
    private final DirectBuffer destinationBytes;
    private final DirectBuffer responder;
    private final DirectBuffer key;
    private final DirectBuffer traceparent;
    private final ReplyListener listener;
    /** Kept as long as it may have to be sent again. */
    private Payload payload;
    private long firstSentNs;
    private long statusPauseNs = FIRST_STATUS_PAUSE_NS;
    private boolean ended;

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
    boolean countsUntilAccepted() {
        return true;
    }

    @Override
    Sent send(final DirectClient direct) {
        final long nowNs = agent.nanoTime();
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - nowNs);
        if (doubtful && (leftMs <= 0 || isForgettable(nowNs))) {
            settle(nowNs);
            return Sent.OK;
        }
        if (leftMs <= 0) {
            agent.fail(this, expired());
            return Sent.OK;
        }
        return direct.message(id.getMostSignificantBits(), id.getLeastSignificantBits(), destinationBytes, responder, key,
            traceparent, (int)leftMs, true, payload.encoding(), payload.buffer(), 0, payload.length());
    }

    @Override
    void onSent() {
        if (stage == Stage.QUEUED) {
            stage = Stage.SENT;
            if (firstSentNs == 0) {
                firstSentNs = agent.nanoTime();
            }
        }
    }

    @Override
    boolean outlivesConnection() {
        return true;
    }

    @Override
    void onFailure(final PatchbayException failure) {
        if (doubtful && failure instanceof RefusedException) {
            settleLater(agent.nanoTime());
        } else {
            agent.fail(this, failure);
        }
    }

    NotSentException expired() {
        return new NotSentException(destination + ": not accepted by a server before its time-out");
    }

    /** A server that had it may have forgotten it by now, and would take another copy for a new message. */
    boolean isForgettable(final long nowNs) {
        return nowNs - firstSentNs >= FORGOTTEN_NS;
    }

    /** The connection is gone; true where it is to be sent again on the next one. */
    boolean onDisconnect(final long nowNs) {
        final boolean again = postponed || stage == Stage.SENT && !accepted;
        doubtful |= stage == Stage.SENT;
        postponed = false;
        if (again) {
            stage = Stage.QUEUED;
        } else if (stage == Stage.SENT) {
            stage = Stage.SETTLING;
        }
        statusDueNs = nowNs;
        statusPauseNs = FIRST_STATUS_PAUSE_NS;
        return again;
    }

    /** A server has it: it need not be sent again. */
    void onAccepted(final long index) {
        accepted = true;
        acceptedIndex = index;
        payload = Payload.NULL;
    }

    /** The present server takes nothing new any more. */
    void postpone() {
        stage = Stage.QUEUED;
        postponed = true;
    }

    /** Ask what became of it. */
    void settle(final long nowNs) {
        stage = Stage.SETTLING;
        statusDueNs = nowNs;
    }

    /** Ask what became of it, after a pause that grows. */
    void settleLater(final long nowNs) {
        stage = Stage.SETTLING;
        statusDueNs = nowNs + statusPauseNs;
        statusPauseNs = Math.min(LAST_STATUS_PAUSE_NS, statusPauseNs * 2);
    }

    void onReply(final Reply reply) {
        if (!ended) {
            ended = !reply.more();
            listener.onReply(reply);
        }
    }

    void onEnd(final PatchbayException failure) {
        if (!ended) {
            ended = true;
            listener.onFailure(failure);
        }
    }

    UnhandledException unhandled(final UnhandledReason reason) {
        return new UnhandledException(destination, reason);
    }

    /** Names, for the log, the user code that its end runs. */
    @Override
    public String toString() {
        return "the callback of a call to " + destination;
    }
}
