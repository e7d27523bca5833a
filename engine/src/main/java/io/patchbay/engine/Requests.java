package io.patchbay.engine;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

/**
 * What is known of messages: the open requests with all the lists that they are in, and the ids of those that ended. Keeps the
 * sums for the state hash. One thread.
 */
final class Requests {
    private final OpenRequests open = new OpenRequests();
    private final EndedIds ended = new EndedIds();
    private final TimerWheel timers;
    private final Sum instances;
    private long openHash;

    /**
     * A sum of entry hashes in which an entry is replaced when it changes.
     */
    static final class Sum {
        long value;

        void add(final long entry) {
            value += entry;
        }

        void remove(final long entry) {
            value -= entry;
        }
    }

    Requests(final TimerWheel timers, final Sum instances) {
        this.timers = timers;
        this.instances = instances;
    }

    OpenRequests open() {
        return open;
    }

    EndedIds ended() {
        return ended;
    }

    long hash() {
        return Hashes.add(Hashes.mix(openHash), ended.hash());
    }

    long recomputeHash() {
        long sum = 0;
        for (final Request request : open.toArray()) {
            sum += request.hash();
        }
        return Hashes.add(Hashes.mix(sum), ended.recomputeHash());
    }

    boolean isKnown(final long idHi, final long idLo) {
        return open.get(idHi, idLo) != null || ended.find(idHi, idLo) >= 0;
    }

    /** Opens a request: from now on it has a deadline, and counts for its asker and for its instance. */
    void open(final long idHi, final long idLo, final long index, final long deadlineNs, final Instance asker,
        final Instance instance, final DirectBuffer destination, final DirectBuffer responder) {
        final Request request = open.take();
        request.idHi = idHi;
        request.idLo = idLo;
        request.index = index;
        request.deadlineNs = deadlineNs;
        request.timerIndex = index;
        request.asker = asker;
        request.instance = instance;
        request.ownerHash = owner(asker);
        request.texts(destination, responder);
        open.put(request);
        timers.add(request);
        appendPending(instance, request);
        appendAsked(asker, request);
        openHash += request.hash();
    }

    /** The asker has left: what would go to it goes to nobody. */
    void forgetAsker(final Instance asker) {
        Request request = asker.firstAsked;
        while (request != null) {
            final Request next = request.nextOfAsker;
            openHash -= request.hash();
            request.askerGone = true;
            request.previousOfAsker = null;
            request.nextOfAsker = null;
            openHash += request.hash();
            request = next;
        }
        asker.firstAsked = null;
        asker.lastAsked = null;
        asker.asked = 0;
    }

    /** Ends a request. It stays readable until {@link #giveBack}. */
    void end(final Request request, final long index, final long timeNs, final RequestStatus status,
        final UnhandledReason reason, final int maxIds) {
        openHash -= request.hash();
        open.remove(request);
        timers.remove(request);
        unlinkPending(request);
        if (!request.askerGone) {
            unlinkAsked(request);
        }
        ended.put(request.idHi, request.idLo, index, timeNs, request.ownerHash, status, reason, maxIds);
    }

    void giveBack(final Request request) {
        open.giveBack(request);
    }

    static long owner(final Instance asker) {
        return Hashes.add(Hashes.text(asker.name), Hashes.text(asker.principal));
    }

    private void appendPending(final Instance instance, final Request request) {
        request.previousOfInstance = instance.lastPending;
        if (instance.lastPending == null) {
            instance.firstPending = request;
        } else {
            instance.lastPending.nextOfInstance = request;
        }
        instance.lastPending = request;
        change(instance, 1, 0);
    }

    private void unlinkPending(final Request request) {
        final Instance instance = request.instance;
        if (request.previousOfInstance == null) {
            instance.firstPending = request.nextOfInstance;
        } else {
            request.previousOfInstance.nextOfInstance = request.nextOfInstance;
        }
        if (request.nextOfInstance == null) {
            instance.lastPending = request.previousOfInstance;
        } else {
            request.nextOfInstance.previousOfInstance = request.previousOfInstance;
        }
        request.previousOfInstance = null;
        request.nextOfInstance = null;
        change(instance, -1, 0);
    }

    private void appendAsked(final Instance asker, final Request request) {
        request.previousOfAsker = asker.lastAsked;
        if (asker.lastAsked == null) {
            asker.firstAsked = request;
        } else {
            asker.lastAsked.nextOfAsker = request;
        }
        asker.lastAsked = request;
        change(asker, 0, 1);
    }

    private void unlinkAsked(final Request request) {
        final Instance asker = request.asker;
        if (request.previousOfAsker == null) {
            asker.firstAsked = request.nextOfAsker;
        } else {
            request.previousOfAsker.nextOfAsker = request.nextOfAsker;
        }
        if (request.nextOfAsker == null) {
            asker.lastAsked = request.previousOfAsker;
        } else {
            request.nextOfAsker.previousOfAsker = request.previousOfAsker;
        }
        request.previousOfAsker = null;
        request.nextOfAsker = null;
        change(asker, 0, -1);
    }

    /** An instance that has left the registry is in no sum any more. */
    private void change(final Instance instance, final int pending, final int asked) {
        if (instance.gone) {
            instance.pending += pending;
            instance.asked += asked;
            return;
        }
        instances.remove(instance.hash());
        instance.pending += pending;
        instance.asked += asked;
        instances.add(instance.hash());
    }
}
