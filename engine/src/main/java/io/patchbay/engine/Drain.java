package io.patchbay.engine;

/**
 * The last moment of an instance that unregistered.
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
