package io.patchbay.engine;

import java.util.Arrays;

/**
 * A hierarchical hashed wheel of timers. Scheduling and canceling take constant time, and the wheel is exact: timers fire in
 * order of (deadline, index). It allocates only while the batch grows. The layout depends on the times at which it was queried;
 * the timers that fire do not.
 *
 * <p>A level holds the timers whose tick first differs from the current tick within that level's bits. So every timer of a level
 * is later than all timers of lower levels, and the slots of a level are in order of time. The earliest timer is in the first
 * occupied slot of the lowest occupied level.
 */
public class TimerWheel {
    /** A tick is 2^20 ns, about a millisecond. */
    private static final int TICK_SHIFT = 20;
    /** Bits of a tick below each level: slots of 1 ms, 268 ms, 73 min, 208 days; together they hold any 63-bit deadline. */
    private static final int[] SHIFT = {0, 8, 22, 34, 44};
    private static final int LEVELS = 4;
    private static final int[] FIRST_SLOT = new int[LEVELS + 1];

    static {
        for (int level = 0; level < LEVELS; level++) {
            FIRST_SLOT[level + 1] = FIRST_SLOT[level] + (1 << SHIFT[level + 1] - SHIFT[level]);
        }
    }

    private final Timer[] heads = new Timer[FIRST_SLOT[LEVELS]];
    private final long[] occupied = new long[FIRST_SLOT[LEVELS] / Long.SIZE];
    private Timer[] batch = new Timer[64];
    private long currentTick;
    /** Lower bound of all deadlines. Canceling a timer does not raise it. */
    private long earliestNs = Long.MAX_VALUE;
    private int size;

    void schedule(final Timer timer) {
        place(timer);
        size++;
        earliestNs = Math.min(earliestNs, timer.deadlineNs);
    }

    void cancel(final Timer timer) {
        if (timer.batched >= 0) {
            batch[timer.batched] = null;
            timer.batched = -1;
        } else {
            unlink(timer);
        }
        size--;
    }

    int size() {
        return size;
    }

    /**
     * Returns whether a timer has a deadline at or before this time. May be called often and with any time, and changes nothing
     * that can be observed.
     */
    boolean isDue(final long nowNs) {
        while (nowNs >= earliestNs) {
            final int level = lowestLevel();
            if (level < 0) {
                earliestNs = Long.MAX_VALUE;
                return false;
            }
            final int slot = firstSlot(level);
            if (level == 0) {
                earliestNs = earliestOf(slot);
                return earliestNs <= nowNs;
            }
            final long slotTick = slotTick(level, slot);
            if (slotTick << TICK_SHIFT > nowNs) {
                earliestNs = slotTick << TICK_SHIFT;
                return false;
            }
            cascade(slot, slotTick);
        }
        return false;
    }

    /**
     * Fires all timers with a deadline at or before this time, in order. Firing may cancel other timers, but not schedule any.
     */
    void advance(final long nowNs, final Endings endings) {
        while (isDue(nowNs)) {
            final int length = takeDue(firstSlot(0), nowNs);
            sort(length);
            for (int i = 0; i < length; i++) {
                batch[i].batched = i;
            }
            for (int i = 0; i < length; i++) {
                final Timer timer = batch[i];
                if (timer != null) {
                    batch[i] = null;
                    timer.batched = -1;
                    size--;
                    timer.expire(endings);
                }
            }
        }
        if (size == 0) {
            currentTick = Math.max(currentTick, nowNs >>> TICK_SHIFT);
        }
    }

    private void place(final Timer timer) {
        final long tick = Math.max(timer.deadlineNs >>> TICK_SHIFT, currentTick);
        final int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(tick ^ currentTick);
        int level = 0;
        while (highestBit >= SHIFT[level + 1]) {
            level++;
        }
        final int mask = (1 << SHIFT[level + 1] - SHIFT[level]) - 1;
        final int slot = FIRST_SLOT[level] + ((int)(tick >>> SHIFT[level]) & mask);
        final Timer head = heads[slot];
        timer.previous = null;
        timer.next = head;
        timer.slot = slot;
        if (head == null) {
            occupied[slot >> 6] |= 1L << slot;
        } else {
            head.previous = timer;
        }
        heads[slot] = timer;
    }

    private void unlink(final Timer timer) {
        final int slot = timer.slot;
        if (timer.previous == null) {
            heads[slot] = timer.next;
            if (timer.next == null) {
                occupied[slot >> 6] &= ~(1L << slot);
            }
        } else {
            timer.previous.next = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = -1;
    }

    private int lowestLevel() {
        for (int level = 0; level < LEVELS; level++) {
            if (firstSlot(level) >= 0) {
                return level;
            }
        }
        return -1;
    }

    private int firstSlot(final int level) {
        for (int word = FIRST_SLOT[level] >> 6, end = FIRST_SLOT[level + 1] >> 6; word < end; word++) {
            if (occupied[word] != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(occupied[word]);
            }
        }
        return -1;
    }

    private long slotTick(final int level, final int slot) {
        final int above = SHIFT[level + 1];
        return currentTick >>> above << above | (long)(slot - FIRST_SLOT[level]) << SHIFT[level];
    }

    private long earliestOf(final int slot) {
        long earliest = Long.MAX_VALUE;
        for (Timer timer = heads[slot]; timer != null; timer = timer.next) {
            earliest = Math.min(earliest, timer.deadlineNs);
        }
        return earliest;
    }

    private void cascade(final int slot, final long slotTick) {
        Timer timer = heads[slot];
        heads[slot] = null;
        occupied[slot >> 6] &= ~(1L << slot);
        currentTick = slotTick;
        while (timer != null) {
            final Timer next = timer.next;
            lower(timer);
            timer = next;
        }
    }

    /** Places a timer of a level that is emptied on a lower level. */
    void lower(final Timer timer) {
        place(timer);
    }

    private int takeDue(final int slot, final long nowNs) {
        int length = 0;
        Timer timer = heads[slot];
        while (timer != null) {
            final Timer next = timer.next;
            if (timer.deadlineNs <= nowNs) {
                unlink(timer);
                if (length == batch.length) {
                    batch = Arrays.copyOf(batch, length * 2);
                }
                batch[length++] = timer;
            }
            timer = next;
        }
        return length;
    }

    /** Sorts the batch by heap sort: in place, without allocation, and never in quadratic time. */
    private void sort(final int length) {
        for (int i = (length >> 1) - 1; i >= 0; i--) {
            sift(i, length);
        }
        for (int end = length - 1; end > 0; end--) {
            final Timer last = batch[0];
            batch[0] = batch[end];
            batch[end] = last;
            sift(0, end);
        }
    }

    private void sift(final int from, final int length) {
        final Timer timer = batch[from];
        int parent = from;
        int child = 2 * parent + 1;
        while (child < length) {
            if (child + 1 < length && batch[child].isBefore(batch[child + 1])) {
                child++;
            }
            if (!timer.isBefore(batch[child])) {
                break;
            }
            batch[parent] = batch[child];
            parent = child;
            child = 2 * parent + 1;
        }
        batch[parent] = timer;
    }
}
