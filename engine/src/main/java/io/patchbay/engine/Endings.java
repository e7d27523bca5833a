package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

/**
 * How requests end and instances leave: the one can cause the other, so they are together. Each says what follows from it.
 */
final class Endings {
    private final Outputs outputs;
    private final Moment moment;
    private final Registry registry;
    private final Requests requests;
    private final EndedIds endedIds;
    private final TimerWheel timers;
    private final StateHash hash;
    private final Unhandled unhandled = new Unhandled();

    Endings(final Outputs outputs, final Moment moment, final Registry registry, final Requests requests,
        final EndedIds endedIds, final TimerWheel timers, final StateHash hash) {
        this.outputs = outputs;
        this.moment = moment;
        this.registry = registry;
        this.requests = requests;
        this.endedIds = endedIds;
        this.timers = timers;
        this.hash = hash;
    }

    /** The final reply has been said. */
    void replied(final Request request) {
        requests.close(request);
        remember(request, null);
        finish(request);
    }

    void timedOut(final Request request) {
        unhandled(request, UnhandledReason.TIMEOUT);
    }

    /** A one-way message has been routed. */
    void routed(final MessageInput in, final Instance from, final int known) {
        remember(in, from, known, null);
    }

    /** A message that nobody saw. */
    void unrouted(final MessageInput in, final Instance from, final int known, final UnhandledReason reason) {
        unhandled.idHi = in.idHi;
        unhandled.idLo = in.idLo;
        unhandled.request = in.index;
        unhandled.instance = 0;
        unhandled.sender = from;
        unhandled.reason = reason;
        unhandled.consumer = from.name;
        unhandled.destination.wrap(in.destination);
        unhandled.responder.wrap(in.responder);
        outputs.unhandledMessage(unhandled);
        remember(in, from, known, reason);
    }

    /** A reply that fits nothing open. */
    void noRequest(final ReplyInput in, final Instance from) {
        unhandled.idHi = in.idHi;
        unhandled.idLo = in.idLo;
        unhandled.request = 0;
        unhandled.instance = 0;
        unhandled.sender = from;
        unhandled.reason = UnhandledReason.NO_REQUEST;
        unhandled.consumer = "";
        unhandled.destination.wrap(in.errorCode, 0, 0);
        unhandled.responder.wrap(in.errorCode, 0, 0);
        outputs.unhandledMessage(unhandled);
    }

    /** It leaves, but may answer first what it has. */
    void drain(final Instance instance, final long deadlineNs) {
        if (instance.pending == 0 || deadlineNs <= moment.timeNs) {
            drained(instance);
            return;
        }
        instance.beginDrain(new Drain(instance, moment.index, deadlineNs), timers, hash);
    }

    /** It has answered all, or its time is over. */
    void drained(final Instance instance) {
        outputs.disconnect(instance, DisconnectReason.UNREGISTERED);
        leave(instance, DisconnectReason.UNREGISTERED);
    }

    /** Its connection has gone, or has just been told to. */
    void leave(final Instance instance, final DisconnectReason reason) {
        if (instance.drain != null) {
            hash.remove(instance.drain.hash());
            if (instance.drain.slot >= 0 || instance.drain.batched >= 0) {
                timers.cancel(instance.drain);
            }
            instance.drain = null;
        }
        final boolean last = registry.remove(instance);
        if (instance.isService()) {
            outputs.serviceDisconnect(instance, reason);
            if (last) {
                outputs.serviceOffline(instance, reason);
            }
        }
        outputs.left(instance, reason);
        final UnhandledReason why =
            reason == DisconnectReason.SLOW_CONSUMER ? UnhandledReason.SLOW_CONSUMER : UnhandledReason.INSTANCE_LOST;
        while (instance.firstPending != null) {
            unhandled(instance.firstPending, why);
        }
    }

    private void unhandled(final Request request, final UnhandledReason reason) {
        requests.close(request);
        unhandled.idHi = request.idHi;
        unhandled.idLo = request.idLo;
        unhandled.request = request.index;
        unhandled.instance = request.instance.id;
        unhandled.sender = request.asker.gone ? null : request.asker;
        unhandled.reason = reason;
        unhandled.consumer = request.asker.name;
        request.wrapDestination(unhandled.destination);
        request.wrapResponder(unhandled.responder);
        outputs.unhandledMessage(unhandled);
        remember(request, reason);
        finish(request);
    }

    private void remember(final Request request, final UnhandledReason reason) {
        if (request.replacedSequence != EndedIds.NONE) {
            endedIds.forget(request.replaced, request.replacedSequence);
        }
        remember(~request.number, request.index, request.idHi, request.idLo, request.asker, reason);
    }

    private void remember(final MessageInput in, final Instance from, final int known, final UnhandledReason reason) {
        final long sequence = endedIds.sequence(known);
        if (sequence != EndedIds.NONE) {
            endedIds.forget(known, sequence);
        }
        remember(known, in.index, in.idHi, in.idLo, from, reason);
    }

    private void remember(final int known, final long request, final long idHi, final long idLo, final Instance asker,
        final UnhandledReason reason) {
        endedIds.remember(known, idHi, idLo, moment.index, asker.identityHash, moment.timeNs, reason);
        outputs.ended(request, idHi, idLo, reason == null ? RequestStatus.REPLIED : RequestStatus.UNHANDLED, reason);
    }

    private void finish(final Request request) {
        final Instance instance = request.instance;
        requests.release(request);
        if (instance.draining && !instance.gone && instance.pending == 0) {
            drained(instance);
        }
    }
}
