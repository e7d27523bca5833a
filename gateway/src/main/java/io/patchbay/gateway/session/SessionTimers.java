package io.patchbay.gateway.session;

import java.util.ArrayList;
import java.util.List;

/**
 * One timer for each session, in a hashed wheel of linked lists. An entry is called when its deadline has passed, and sets its
 * next one. Setting and canceling take constant time, however many sessions share a deadline. Incoming frames do not touch the
 * wheel. One thread.
 */
public final class SessionTimers {
    private static final int TICK_MS = 8;
    private static final int SLOTS = 1_024;

    private final TimerEntry[] heads = new TimerEntry[SLOTS];
    private final List<TimerEntry> due = new ArrayList<>();
    private long tick;

    public SessionTimers(final long nowMs) {
        tick = Math.floorDiv(nowMs, TICK_MS);
    }

    /** Sets the entry's timer, in place of the one that it has. */
    public void schedule(final TimerEntry entry, final long deadlineMs) {
        cancel(entry);
        final long at = Math.max(Math.floorDiv(deadlineMs, TICK_MS), tick) + 1;
        entry.deadlineMs = deadlineMs;
        entry.slot = (int)(at & SLOTS - 1);
        entry.next = heads[entry.slot];
        if (entry.next != null) {
            entry.next.previous = entry;
        }
        heads[entry.slot] = entry;
    }

    public void cancel(final TimerEntry entry) {
        if (entry.slot >= 0) {
            if (entry.previous == null) {
                heads[entry.slot] = entry.next;
            } else {
                entry.previous.next = entry.next;
            }
            if (entry.next != null) {
                entry.next.previous = entry.previous;
            }
            entry.next = null;
            entry.previous = null;
            entry.slot = -1;
        }
    }

    /** Calls all entries whose deadline has passed, up to a tick late. Returns their number. */
    public int poll(final long nowMs) {
        final long now = Math.floorDiv(nowMs, TICK_MS);
        if (tick >= now) {
            return 0;
        }
        for (tick = Math.max(tick, now - SLOTS); tick < now;) {
            tick++;
            collect((int)(tick & SLOTS - 1), nowMs);
        }
        final int count = due.size();
        for (int i = 0; i < count; i++) {
            final TimerEntry entry = due.get(i);
            if (entry.slot < 0) {
                entry.onTimer(nowMs);
            }
        }
        due.clear();
        return count;
    }

    private void collect(final int slot, final long nowMs) {
        TimerEntry entry = heads[slot];
        while (entry != null) {
            final TimerEntry next = entry.next;
            if (entry.deadlineMs <= nowMs) {
                cancel(entry);
                due.add(entry);
            }
            entry = next;
        }
    }
}
