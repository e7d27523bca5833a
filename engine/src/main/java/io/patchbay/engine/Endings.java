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
    private final LogPosition moment;
    private final Registry registry;
    private final Requests requests;
    private final EndedIds endedIds;
    private final ExpectedServices expected;
    private final Router router;
    private final TimerWheel timers;
    private final StateHash hash;
    private final Unhandled unhandled = new Unhandled();
    /** A waiting message, as it was recorded. */
    private final MessageInput waiting = new MessageInput();

    Endings(final Outputs outputs, final LogPosition moment, final Registry registry, final Requests requests,
        final EndedIds endedIds, final ExpectedServices expected, final Router router, final TimerWheel timers,
        final StateHash hash) {
        this.outputs = outputs;
        this.moment = moment;
        this.registry = registry;
        this.requests = requests;
        this.endedIds = endedIds;
        this.expected = expected;
        this.router = router;
        this.timers = timers;
        this.hash = hash;
    }

    /** The final reply has been said. */
    void replied(final OpenRequest request) {
        requests.close(request);
        remember(request, null);
        finish(request);
    }

    void timedOut(final OpenRequest request) {
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
        if (instance.isService()) {
            afterServing(instance, DisconnectReason.UNREGISTERED);
        }
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
        final boolean wasServing = instance.isService() && !instance.draining;
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
        if (wasServing) {
            afterServing(instance, reason);
        }
    }

    /** The instance takes no new requests. Where nobody else does, the reason says whether its service is expected back. */
    private void afterServing(final Instance instance, final DisconnectReason reason) {
        if (instance.service.active > 0) {
            return;
        }
        if (reason == DisconnectReason.SHUTTING_DOWN || reason == DisconnectReason.GATEWAY_LOST) {
            expected.expect(instance.name, instance.id, moment.timeNs);
        } else {
            final ExpectedService service = expected.get(instance.name);
            if (service != null) {
                graceOver(service);
            }
        }
    }

    /** A service is not expected back any longer: what waits for it ends for the reason that holds now. */
    void graceOver(final ExpectedService service) {
        expected.remove(service);
        while (service.isAwaited()) {
            final OpenRequest request = service.lobby.firstPending;
            if (!routeWaiting(request)) {
                unhandled(request, router.reason());
            }
        }
    }

    /** Routes what waited for an instance like this one, in index order. */
    void rejoined(final Instance instance) {
        final ExpectedService service = expected.get(instance.name);
        OpenRequest request = service == null ? null : service.lobby.firstPending;
        while (request != null) {
            final OpenRequest next = request.nextPending;
            routeWaiting(request);
            request = next;
        }
    }

    /** Returns false where nobody can take it. */
    private boolean routeWaiting(final OpenRequest request) {
        request.held.copyTo(waiting, request);
        final Instance to = router.choose(waiting);
        if (to == null) {
            return false;
        }
        outputs.message(to, request.asker, waiting, request.deadlineNs);
        if (request.isOneWay()) {
            requests.close(request);
            expected.release(request);
            remember(request, null);
            requests.release(request);
        } else {
            requests.assign(request, to);
            expected.release(request);
        }
        return true;
    }

    private void unhandled(final OpenRequest request, final UnhandledReason reason) {
        requests.close(request);
        if (request.held != null) {
            expected.release(request);
        }
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

    private void remember(final OpenRequest request, final UnhandledReason reason) {
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

    private void finish(final OpenRequest request) {
        final Instance instance = request.instance;
        requests.release(request);
        if (instance.draining && !instance.gone && instance.pending == 0) {
            drained(instance);
        }
    }
}
