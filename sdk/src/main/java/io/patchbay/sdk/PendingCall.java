package io.patchbay.sdk;

import io.patchbay.protocol.Limits;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.NotSentException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;
import io.patchbay.text.Utf8;

import org.agrona.DirectBuffer;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A message from the moment it is submitted until its outcome is known. Only the client's thread changes it.
 */
final class PendingCall extends Outgoing {
    /** The state of a call. */
    enum Stage {
        /** The call waits for a connection: for the first time, or again because no server has accepted it. */
        QUEUED,
        /** The call was given to the current connection. */
        SENT,
        /** Only a status query can tell the outcome: a server may have the call, but its end was missed. */
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
    /** Whether a copy went to a connection that is gone, or may still be on its way, so that a server may or may not have it. */
    boolean doubtful;
    /** Whether a server has confirmed that the call is in the journal. */
    boolean accepted;
    /** Whether a server that is about to stop has refused the call, so that the next server gets it. */
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
    /** The payload, kept as long as it may have to be sent again. */
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
        return new NotSentException(destination + ": not accepted by a server before its timeout");
    }

    /** Returns whether a server may have forgotten the call's id by now, so that it would take another copy for a new message. */
    boolean isForgettable(final long nowNs) {
        return nowNs - firstSentNs >= FORGOTTEN_NS;
    }

    /** Updates the state after the connection was lost; returns whether the call is to be sent again on the next one. */
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

    /** Records that a server has accepted the call, so that it need not be sent again. */
    void onAccepted(final long index) {
        accepted = true;
        acceptedIndex = index;
        payload = Payload.NULL;
    }

    /** Queues the call for the next server, because the current one takes nothing new. */
    void postpone() {
        stage = Stage.QUEUED;
        postponed = true;
    }

    /** Has the call's status asked for at once. */
    void settle(final long nowNs) {
        stage = Stage.SETTLING;
        statusDueNs = nowNs;
    }

    /** Has the call's status asked for after a pause, which doubles each time. */
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

    /** Names the user code that the call's end runs, for the log. */
    @Override
    public String toString() {
        return "the callback of a call to " + destination;
    }
}
