package io.patchbay.gateway.session;

/**
 * The owner of one timer: a link in the lists of {@link SessionTimers}, which alone changes its fields.
 */
public abstract class TimerEntry {
    TimerEntry next;
    TimerEntry previous;
    /** Slot in the wheel, or -1 while no timer is set. */
    int slot = -1;
    long deadlineMs;

    /** Called when the deadline has passed. It may set the next timer. */
    public abstract void onTimer(long nowMs);
}
