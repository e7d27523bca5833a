package io.patchbay.engine;

/**
 * Something that is due at a time: a request's deadline, or the end of a drain. A node of {@link TimerWheel}'s lists.
 */
abstract class Timer {
    /** When it is due, epoch nanoseconds. */
    long deadlineNs;
    /** Orders timers of the same deadline: index of the record that set it. */
    long timerIndex;
    Timer timerPrevious;
    Timer timerNext;
    int timerSlot = -1;
}
