package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.StateHash;

/**
 * A timer that ends the drain of an instance: the time in which an instance that has unregistered may still reply.
 */
final class Drain extends Timer {
    final Instance instance;

    Drain(final Instance instance, final long index, final long deadlineNs) {
        this.instance = instance;
        this.index = index;
        this.deadlineNs = deadlineNs;
    }

    @Override
    void expire(final Endings endings) {
        endings.drained(instance);
    }

    long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(Hash64.next(StateHash.DRAIN, instance.id), index), deadlineNs));
    }
}
