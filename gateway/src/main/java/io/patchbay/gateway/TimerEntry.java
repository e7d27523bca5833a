package io.patchbay.gateway;

/**
 * Something with one timer: a link in the lists of {@link SessionTimers}, which alone changes its fields.
 */
abstract class TimerEntry {
    TimerEntry next;
    TimerEntry previous;
    /** -1 while no timer is set. */
    int slot = -1;
    long deadlineMs;

    /** The deadline has passed; a next one may be set from here. */
    abstract void onTimer(long nowMs);
}
