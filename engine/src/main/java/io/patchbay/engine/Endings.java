package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.state.LogPosition;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

/**
 * Ends requests and removes instances. Both are in one class since each can cause the other. Each method calls the outputs for
 * everything that follows.
 */
class Endings {
    private final Outputs outputs;
    private final LogPosition position;
    private final Registry registry;
    private final Requests requests;
    private final EndedIds endedIds;
    private final ExpectedServices expected;
    private final Router router;
    private final TimerWheel timers;
    private final StateHash hash;
    private final Unhandled unhandled = new Unhandled();
    /** Holds a waiting message, as it was recorded, while it is routed. */
    @NotHashed("scratch of one message")
    private final MessageInput waiting = new MessageInput();

    Endings(final Outputs outputs, final LogPosition position, final Registry registry, final Requests requests,
        final EndedIds endedIds, final ExpectedServices expected, final Router router, final TimerWheel timers,
        final StateHash hash) {
        this.outputs = outputs;
        this.position = position;
        this.registry = registry;
        this.requests = requests;
        this.endedIds = endedIds;
        this.expected = expected;
        this.router = router;
        this.timers = timers;
        this.hash = hash;
    }

    /** Ends a request whose final reply has been given to the outputs. */
    void replied(final OpenRequest request) {
        requests.close(request);
        remember(request, null);
        finish(request);
    }

    void timedOut(final OpenRequest request) {
        unhandled(request, UnhandledReason.TIMEOUT);
    }

    /** Ends a one-way message that has just been routed. */
    void routed(final MessageInput in, final Instance from, final int known) {
        remember(in, from, known, null);
    }

    /** Ends a message that was not routed to any instance. */
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

    /** Reports a reply that belongs to no open request of its sender. */
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

    /**
     * Begins the drain of an instance that unregisters. The instance leaves at once where it has no open requests or the deadline
     * has passed.
     */
    void drain(final Instance instance, final long deadlineNs) {
        if (instance.pending == 0 || deadlineNs <= position.timeNs) {
            drained(instance);
            return;
        }
        instance.beginDrain(new Instance.Drain(instance, position.index, deadlineNs), timers, hash);
        if (instance.isService()) {
            afterServing(instance, DisconnectReason.UNREGISTERED);
        }
    }

    /** Removes a draining instance that has answered everything, or whose drain is over. */
    void drained(final Instance instance) {
        outputs.disconnect(instance, DisconnectReason.UNREGISTERED);
        leave(instance, DisconnectReason.UNREGISTERED);
    }

    /**
     * Removes an instance whose connection is closed, or for which the outputs have just been given a disconnect. Its open
     * requests end.
     */
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

    /**
     * Follows up when an instance takes no new requests. Where no other instance of the service does, the reason decides whether
     * the service is expected back.
     */
    private void afterServing(final Instance instance, final DisconnectReason reason) {
        if (instance.service.active > 0) {
            return;
        }
        if (reason == DisconnectReason.SHUTTING_DOWN || reason == DisconnectReason.GATEWAY_LOST) {
            expected.expect(instance.name, instance.id, position.timeNs);
        } else {
            final ExpectedService service = expected.get(instance.name);
            if (service != null) {
                graceOver(service);
            }
        }
    }

    /**
     * Stops expecting a service back. Messages that wait for it are routed if possible; all others end for the reason that the
     * router gives now.
     */
    void graceOver(final ExpectedService service) {
        expected.remove(service);
        while (service.isAwaited()) {
            final OpenRequest request = service.lobby.firstPending;
            if (!routeWaiting(request)) {
                unhandled(request, router.reason());
            }
        }
    }

    /**
     * Routes the messages that waited for an instance of this service, in index order. Messages that no instance can take go on
     * waiting.
     */
    void rejoined(final Instance instance) {
        final ExpectedService service = expected.get(instance.name);
        OpenRequest request = service == null ? null : service.lobby.firstPending;
        while (request != null) {
            final OpenRequest next = request.nextPending;
            routeWaiting(request);
            request = next;
        }
    }

    /** Routes a waiting message. Returns false where no instance can take it. */
    boolean routeWaiting(final OpenRequest request) {
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
        endedIds.remember(known, idHi, idLo, position.index, asker.identityHash, position.timeNs, reason);
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
