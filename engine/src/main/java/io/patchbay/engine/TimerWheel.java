package io.patchbay.engine;

import java.util.Arrays;

/**
 * All timers, in a hashed wheel of intrusive lists: constant time to set and to cancel, and an exact order of expiry. Which
 * timers have passed at a time does not depend on when that was asked before. One thread.
 */
final class TimerWheel {
    /** A slot holds deadlines of about 4.2 ms. */
    private static final int SLOT_SHIFT = 22;
    private static final int SLOTS = 1 << 14;
    private static final int MASK = SLOTS - 1;

    private final Timer[] heads = new Timer[SLOTS];
    private Timer[] expired = new Timer[64];
    private int expiredCount;
    private int size;
    /** No timer is due in a slot before this one. */
    private long firstTick = Long.MAX_VALUE;

    /**
     * Sets a timer.
     *
     * @param timer with its deadline and index, in no list.
     */
    void add(final Timer timer) {
        final long tick = timer.deadlineNs >> SLOT_SHIFT;
        final int slot = (int)tick & MASK;
        timer.timerSlot = slot;
        timer.timerPrevious = null;
        timer.timerNext = heads[slot];
        if (heads[slot] != null) {
            heads[slot].timerPrevious = timer;
        }
        heads[slot] = timer;
        size++;
        firstTick = Math.min(firstTick, tick);
    }

    /**
     * Cancels a timer.
     *
     * @param timer that was added; nothing happens if it has been taken out before.
     */
    void remove(final Timer timer) {
        if (timer.timerSlot < 0) {
            return;
        }
        if (timer.timerPrevious == null) {
            heads[timer.timerSlot] = timer.timerNext;
        } else {
            timer.timerPrevious.timerNext = timer.timerNext;
        }
        if (timer.timerNext != null) {
            timer.timerNext.timerPrevious = timer.timerPrevious;
        }
        timer.timerPrevious = null;
        timer.timerNext = null;
        timer.timerSlot = -1;
        size--;
        if (size == 0) {
            firstTick = Long.MAX_VALUE;
        }
    }

    /**
     * Is any timer due?
     *
     * @param nowNs epoch nanoseconds.
     * @return true if so.
     */
    boolean isDue(final long nowNs) {
        final long nowTick = nowNs >> SLOT_SHIFT;
        if (firstTick > nowTick) {
            return false;
        }
        final long last = Math.min(nowTick, firstTick + MASK);
        for (long tick = firstTick; tick <= last; tick++) {
            for (Timer timer = heads[(int)tick & MASK]; timer != null; timer = timer.timerNext) {
                if (timer.deadlineNs <= nowNs) {
                    return true;
                }
            }
        }
        // nothing is due up to the slot of now; what is in that slot may be due later within it
        firstTick = nowTick;
        return false;
    }

    /**
     * Takes out every timer that is due, ordered by deadline and index.
     *
     * @param nowNs epoch nanoseconds.
     * @return how many; see {@link #expired(int)}.
     */
    int expire(final long nowNs) {
        expiredCount = 0;
        final long nowTick = nowNs >> SLOT_SHIFT;
        if (firstTick > nowTick) {
            return 0;
        }
        final long last = Math.min(nowTick, firstTick + MASK);
        for (long tick = firstTick; tick <= last; tick++) {
            Timer timer = heads[(int)tick & MASK];
            while (timer != null) {
                final Timer next = timer.timerNext;
                if (timer.deadlineNs <= nowNs) {
                    remove(timer);
                    if (expiredCount == expired.length) {
                        expired = Arrays.copyOf(expired, expiredCount * 2);
                    }
                    expired[expiredCount++] = timer;
                }
                timer = next;
            }
        }
        if (size > 0) {
            firstTick = nowTick;
        }
        if (expiredCount > 1) {
            Arrays.sort(expired, 0, expiredCount, TimerWheel::compare);
        }
        return expiredCount;
    }

    /**
     * One of the timers that {@link #expire} took out; forgotten here.
     *
     * @param i from 0 to the count that expire returned.
     * @return the timer.
     */
    Timer expired(final int i) {
        final Timer timer = expired[i];
        expired[i] = null;
        return timer;
    }

    private static int compare(final Timer a, final Timer b) {
        final int byDeadline = Long.compare(a.deadlineNs, b.deadlineNs);
        return byDeadline != 0 ? byDeadline : Long.compareUnsigned(a.timerIndex, b.timerIndex);
    }
}
