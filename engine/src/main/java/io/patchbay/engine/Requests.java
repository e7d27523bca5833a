package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The open requests: by id, by instance in index order, and by deadline. Objects are pooled.
 */
final class Requests {
    private final RequestMap byId = new RequestMap();
    private final TimerWheel timers;
    private final StateHash hash;
    private Request pool;
    private int size;

    Requests(final TimerWheel timers, final StateHash hash) {
        this.timers = timers;
        this.hash = hash;
    }

    Request get(final long idHi, final long idLo) {
        return byId.get(idHi, idLo);
    }

    int size() {
        return size;
    }

    void open(final MessageInput in, final Instance from, final Instance to, final long deadlineNs) {
        final Request request = pool == null ? new Request() : pool;
        pool = request.nextPending;
        request.nextPending = null;
        request.fill(in, from, to, deadlineNs);
        byId.put(request);
        timers.schedule(request);
        request.previousPending = to.lastPending;
        if (to.lastPending == null) {
            to.firstPending = request;
        } else {
            to.lastPending.nextPending = request;
        }
        to.lastPending = request;
        to.changeLoad(hash, 0, 1);
        from.changeLoad(hash, 1, 0);
        hash.add(request.keptHash());
        size++;
    }

    /** Takes it out; its fields hold until it is released. One that has just expired is no longer in the wheel. */
    void close(final Request request) {
        hash.remove(request.keptHash());
        byId.remove(request);
        if (request.slot >= 0 || request.batched >= 0) {
            timers.cancel(request);
        }
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
        request.asker.changeLoad(hash, -1, 0);
        size--;
    }

    void release(final Request request) {
        request.clear();
        request.nextPending = pool;
        pool = request;
    }

    /** A new list, in index order. */
    List<Request> inOrder(final Registry registry) {
        final List<Request> list = new ArrayList<>(size);
        for (final Instance instance : registry.instances()) {
            for (Request request = instance.firstPending; request != null; request = request.nextPending) {
                list.add(request);
            }
        }
        list.sort(Comparator.comparingLong(Request::index));
        return list;
    }
}
