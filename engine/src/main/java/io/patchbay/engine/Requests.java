package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.MessageInput;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The open requests, by id, by deadline, and by instance (or lobby) in index order. Their objects are pooled.
 */
final class Requests {
    /** Requests that the state hash need not include yet. A request that is answered soon never needs its hash computed. */
    private static final int UNHASHED = 128;

    private final RequestPool pool;
    private final IdTable ids;
    private final TimerWheel timers;
    private final StateHash hash;
    @NotHashed("those of the instances")
    private final OpenRequest[] unhashed = new OpenRequest[UNHASHED];
    @NotHashed("hashed before the sum is read")
    private int unhashedCount;
    @NotHashed("a count")
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

    /** Returns the open request at a place of the table; null where the place is not that of a request. */
    OpenRequest at(final int place) {
        return place < 0 && place != IdTable.NONE ? pool.get(~place) : null;
    }

    int size() {
        return size;
    }

    /**
     * Opens a request. The table has its id at the place {@code before}, or not at all; an expired entry of the id may still be
     * held under {@code sequence}.
     */
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

    /** Moves a waiting request from its lobby to an instance that has just registered. Called in index order. */
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

    /** Adds the hashes of all requests that the state hash does not include yet. */
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
     * Removes a request from everything but the table, where the entry of its end takes its place. Its fields stay valid until it
     * is released. A request that has just expired is no longer in the wheel.
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

    /** Returns a new list of all open requests, in index order. */
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
