package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;

/**
 * An action that is due when engine time reaches a deadline: the end of a request, of a drain, or of a grace. It is its own node
 * in the lists of {@link TimerWheel}.
 */
abstract class Timer {
    /** The deadline, in epoch nanoseconds of engine time. */
    @NotHashed(value = "of sinceNs and the settings", in = ExpectedService.class)
    long deadlineNs;
    /** Orders equal deadlines: the index of the message or of the unregister, or as {@link ExpectedService} says. */
    long index;
    Timer previous;
    Timer next;
    /** The wheel's list that it is in; -1 = none. */
    @NotHashed("place in the wheel")
    int slot = -1;
    /** Its position in the batch that is being fired; -1 = none. */
    @NotHashed("place in the wheel")
    int batched = -1;

    /** Acts on the passing of the deadline. */
    abstract void expire(Endings endings);

    final boolean isBefore(final Timer other) {
        return deadlineNs < other.deadlineNs || deadlineNs == other.deadlineNs && index < other.index;
    }
}
