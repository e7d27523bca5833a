package io.patchbay.engine;

/**
 * Something that happens when engine time reaches a deadline: a request's end or a drain's. Its own link in the wheel's lists.
 */
abstract class Timer {
    /** When, epoch nanoseconds. */
    long deadlineNs;
    /** Orders equal deadlines: index of the message or of the unregister. */
    long index;
    Timer previous;
    Timer next;
    /** Which of the wheel's lists it is in, -1 = none. */
    int slot = -1;
    /** Where in the batch that is being fired it stands, -1 = nowhere. */
    int batched = -1;

    /** The deadline has passed. */
    abstract void expire(Endings endings);

    final boolean isBefore(final Timer other) {
        return deadlineNs < other.deadlineNs || deadlineNs == other.deadlineNs && index < other.index;
    }
}
