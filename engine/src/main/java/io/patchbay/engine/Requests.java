package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The open requests: by id, by instance (or lobby) in index order, and by deadline. Objects are pooled.
 */
final class Requests {
    /** So many may wait for their hash to be taken; one that is answered soon never needs it. */
    private static final int UNHASHED = 128;

    private final RequestPool pool;
    private final IdTable ids;
    private final TimerWheel timers;
    private final StateHash hash;
    private final OpenRequest[] unhashed = new OpenRequest[UNHASHED];
    private int unhashedCount;
    private int size;

    Requests(final RequestPool pool, final IdTable ids, final TimerWheel timers, final StateHash hash) {
        this.pool = pool;
        this.ids = ids;
        this.timers = timers;
        this.hash = hash;
    }

    OpenRequest get(final long idHi, final long idLo) {
        return at(ids.find(idHi, idLo));
    }

    /** The open request at a place of the table; null where it is none. */
    OpenRequest at(final int place) {
        return place < 0 && place != IdTable.NONE ? pool.get(~place) : null;
    }

    int size() {
        return size;
    }

    /** The table knows its id at the place before; an entry of that sequence is there that is too old to count. */
    OpenRequest open(final MessageInput in, final Instance from, final Instance to, final long deadlineNs, final int before,
        final long sequence) {
        final OpenRequest request = pool.take();
        request.fill(in, from, to, deadlineNs);
        request.replaced = before;
        request.replacedSequence = sequence;
        if (before == IdTable.NONE) {
            ids.put(in.idHi, in.idLo, ~request.number);
        } else {
            ids.move(in.idHi, in.idLo, before, ~request.number);
        }
        timers.schedule(request);
        append(request, to);
        from.changeLoad(hash, 1, 0);
        putOffHash(request);
        size++;
        return request;
    }

    /** Gives a request that waited to an instance that has just come; one after the other in index order. */
    void assign(final OpenRequest request, final Instance to) {
        if (request.unhashed < 0) {
            hash.remove(request.keptHash());
            putOffHash(request);
        }
        unlink(request);
        request.nextPending = null;
        request.instance = to;
        append(request, to);
    }

    private void append(final OpenRequest request, final Instance to) {
        request.previousPending = to.lastPending;
        if (to.lastPending == null) {
            to.firstPending = request;
        } else {
            to.lastPending.nextPending = request;
        }
        to.lastPending = request;
        to.changeLoad(hash, 0, 1);
    }

    private void unlink(final OpenRequest request) {
        final Instance instance = request.instance;
        if (request.previousPending == null) {
            instance.firstPending = request.nextPending;
        } else {
            request.previousPending.nextPending = request.nextPending;
        }
        if (request.nextPending == null) {
            instance.lastPending = request.previousPending;
        } else {
            request.nextPending.previousPending = request.previousPending;
        }
        request.previousPending = null;
        instance.changeLoad(hash, 0, -1);
    }

    private void putOffHash(final OpenRequest request) {
        if (unhashedCount == UNHASHED) {
            settle();
        }
        request.unhashed = unhashedCount;
        unhashed[unhashedCount++] = request;
    }

    /** Brings the state hash up to date. */
    void settle() {
        long sum = 0;
        for (int i = 0; i < unhashedCount; i++) {
            sum += unhashed[i].keepHash();
            unhashed[i].unhashed = -1;
        }
        hash.add(sum);
        unhashedCount = 0;
    }

    /**
     * Takes it out of all but the table, where its end takes its place; its fields hold until it is released. One that has
     * just expired is no longer in the wheel.
     */
    void close(final OpenRequest request) {
        if (request.unhashed >= 0) {
            final OpenRequest last = unhashed[--unhashedCount];
            unhashed[request.unhashed] = last;
            last.unhashed = request.unhashed;
            request.unhashed = -1;
        } else {
            hash.remove(request.keptHash());
        }
        if (request.slot >= 0 || request.batched >= 0) {
            timers.cancel(request);
        }
        unlink(request);
        request.asker.changeLoad(hash, -1, 0);
        size--;
    }

    void release(final OpenRequest request) {
        request.clear();
        pool.release(request);
    }

    /** A new list, in index order. */
    List<OpenRequest> inOrder(final Registry registry, final ExpectedServices expected) {
        final List<OpenRequest> list = new ArrayList<>(size);
        for (final Instance instance : registry.instances()) {
            addPending(instance, list);
        }
        for (final ExpectedService service : expected.all()) {
            addPending(service.lobby, list);
        }
        list.sort(Comparator.comparingLong(OpenRequest::index));
        return list;
    }

    private static void addPending(final Instance instance, final List<OpenRequest> list) {
        for (OpenRequest request = instance.firstPending; request != null; request = request.nextPending) {
            list.add(request);
        }
    }
}
