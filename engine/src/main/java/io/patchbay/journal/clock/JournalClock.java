package io.patchbay.journal.clock;

import io.patchbay.engine.input.ClockLeapInput;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * The clock that record times come from. It goes on by the elapsed time of the machine ({@code CLOCK_MONOTONIC}) and approaches
 * the wall clock by a bounded slew, so that a leap of the wall clock moves no deadline. It never goes back.
 *
 * <p>All processes of a data directory share one anchor, and so have the same time. {@link #start} is called once in each
 * process, {@link #steer()} and {@link #pollLeap} by the engine's thread, all other methods by any thread. {@link #nanoTime()}
 * costs one reading of the machine's clock.
 */
public class JournalClock implements EpochNanoClock {
    /** Change of the wall clock against elapsed time, between two looks, from which on it counts as a leap. */
    public static final long LEAP_NS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Difference between this clock and the wall clock from which on operators are informed. */
    public static final long DIFFERS_NS = TimeUnit.SECONDS.toNanos(1);
    /** Interval between two looks at the wall clock. */
    public static final long STEER_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** Maximum slew while this clock and the wall clock differ by less than a leap, in millionths. */
    static final long MAX_SLEW_PPM = 500;
    /** Maximum slew after a leap, in millionths: 5 ms a second, so that a deadline of a minute moves by 0.3 s at most. */
    static final long MAX_LEAP_SLEW_PPM = 5_000;
    /** Time without a leap after which a start by the wall clock alone is believed for retention. */
    static final long PROOF_NS = TimeUnit.MINUTES.toNanos(15);
    /**
     * The earliest time, 2000-01-01. A wall clock before it was never set, and cycle 0 of the journal means that there is none.
     */
    static final long EARLIEST_NS = TimeUnit.DAYS.toNanos(10_957);

    /** Time in which a difference is to be reduced to zero, in seconds. */
    private static final long SLEW_OVER_S = 10;
    private static final long NS_PER_PPM_SECOND = 1_000;
    /** Duration of a measurement that was not interrupted. */
    private static final long GOOD_WITHIN_NS = TimeUnit.MICROSECONDS.toNanos(2);
    /** Duration of the shortest measurement above which it says nothing about leaps. */
    private static final long USELESS_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MAX_ATTEMPTS = 8;

    private final NanoClock elapsed;
    private final EpochNanoClock wall;
    private final ClockAnchor anchor;
    /** Time by which this process has found the records to be ahead of the anchor. */
    private volatile long aheadNs;
    private long measuredAtNs;
    private long measuredWithinNs;
    private long nextLookNs;
    private long pendingLeapNs;
    private long pendingOffsetNs;

    /**
     * Creates a clock whose time is of no use before {@link #start}.
     *
     * @param elapsed the machine's elapsed time, the same for all processes that share the anchor.
     * @param wall    the machine's time of day.
     * @param anchor  memory of at least 256 bytes, zeros at first.
     */
    public JournalClock(final NanoClock elapsed, final EpochNanoClock wall, final AtomicBuffer anchor) {
        this.elapsed = elapsed;
        this.wall = wall;
        this.anchor = new ClockAnchor(anchor);
    }

    /**
     * Starts the clock at the end of the journal. If another process has the journal open, its clock is followed. Otherwise this
     * clock starts at the latest of three times: the last record's, the shared clock's if it ran during this run of the machine,
     * and the wall clock's.
     *
     * @param lastRecordNs time of the journal's last record; 0 if there is none.
     * @param isAlone      whether no other process has the journal open.
     * @param identity     identity of the run of the machine, not 0; elapsed times of two runs cannot be compared.
     */
    public void start(final long lastRecordNs, final boolean isAlone, final long identity) {
        final long offset = measureOffset();
        final long now = measuredAtNs;
        final boolean isKnown = anchor.identity() == identity && anchor.elapsedNs() <= now;
        if (isAlone || !isKnown) {
            final long going = Math.max(isKnown ? anchor.timeAt(now) : 0, lastRecordNs);
            final long floor = Math.max(going, EARLIEST_NS);
            final long time = Math.max(floor, now + offset);
            if (!isKnown) {
                anchor.wallOffsetNs(now + offset < floor - LEAP_NS ? floor - now : offset);
            }
            anchor.unprovenNs((isKnown ? anchor.unprovenNs() : 0) + (going == 0 ? 0 : time - floor));
            anchor.quietSinceNs(now);
            anchor.set(now, time, 0);
            anchor.identity(identity);
        }
        raise(lastRecordNs);
        nextLookNs = now;
    }

    @Override
    public long nanoTime() {
        return anchor.timeAt(elapsed.nanoTime()) + aheadNs;
    }

    /**
     * Raises this clock to a record that is ahead of it: from now on it is never earlier in this process.
     *
     * @param timeNs time of a record.
     */
    public void raise(final long timeNs) {
        if (timeNs > nanoTime()) {
            raiseNow(timeNs);
        }
    }

    private synchronized void raiseNow(final long timeNs) {
        aheadNs = Math.max(aheadNs, timeNs - anchor.timeAt(elapsed.nanoTime()));
    }

    /**
     * Returns how far the wall clock is ahead of this clock.
     *
     * @return nanoseconds; negative if the wall clock is behind.
     */
    public long differenceNs() {
        return wall.nanoTime() - nanoTime();
    }

    /**
     * Returns the time by which the age of records may be judged. It leaves out the part of this clock that rests only on a wall
     * clock which may be about to leap, and is never after the wall clock.
     *
     * @return epoch nanoseconds.
     */
    public long provenNs() {
        return Math.min(nanoTime() - anchor.unprovenNs(), wall.nanoTime());
    }

    /**
     * Compares with the wall clock once a second, and sets the slew towards it. Called only by the process that is the engine.
     */
    public void steer() {
        final long nowNs = elapsed.nanoTime();
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + STEER_INTERVAL_NS;
            look();
        }
    }

    private void look() {
        final long offset = measureOffset();
        if (measuredWithinNs > USELESS_NS) {
            return;
        }
        final long now = measuredAtNs;
        final long time = anchor.timeAt(now);
        anchor.set(now, time, slewPpm(now + offset - time - aheadNs));
        final long leap = offset - anchor.wallOffsetNs();
        if (Math.abs(leap) >= LEAP_NS) {
            pendingLeapNs = leap;
            pendingOffsetNs = offset;
            anchor.quietSinceNs(now);
        } else {
            pendingLeapNs = 0;
            anchor.wallOffsetNs(offset);
            if (anchor.unprovenNs() != 0 && now - anchor.quietSinceNs() >= PROOF_NS) {
                anchor.unprovenNs(0);
            }
        }
    }

    /**
     * Returns the slew that brings this clock to the wall clock, within bounds.
     *
     * @param differenceNs wall clock minus this clock.
     * @return millionths.
     */
    protected long slewPpm(final long differenceNs) {
        final long limit = Math.abs(differenceNs) < LEAP_NS ? MAX_SLEW_PPM : MAX_LEAP_SLEW_PPM;
        return Math.max(-limit, Math.min(limit, differenceNs / (SLEW_OVER_S * NS_PER_PPM_SECOND)));
    }

    /**
     * Returns whether the wall clock has leapt and no record says so yet. The result stays true until {@link #leapRecorded()}.
     *
     * @param leap filled in if it has leapt.
     * @return true if it has leapt.
     */
    public boolean pollLeap(final ClockLeapInput leap) {
        if (pendingLeapNs == 0) {
            return false;
        }
        leap.leapNs = pendingLeapNs;
        leap.wallNs = elapsed.nanoTime() + pendingOffsetNs;
        return true;
    }

    /** Notes that the leap polled last has its record. */
    public void leapRecorded() {
        anchor.wallOffsetNs(pendingOffsetNs);
        pendingLeapNs = 0;
    }

    /** Measures wall clock minus elapsed time, by the measurement that took the least time. */
    private long measureOffset() {
        long offset = 0;
        measuredWithinNs = Long.MAX_VALUE;
        for (int i = 0; i < MAX_ATTEMPTS && measuredWithinNs > GOOD_WITHIN_NS; i++) {
            final long before = elapsed.nanoTime();
            final long epoch = wall.nanoTime();
            final long took = elapsed.nanoTime() - before;
            if (took < measuredWithinNs) {
                measuredWithinNs = took;
                measuredAtNs = before + took / 2;
                offset = epoch - measuredAtNs;
            }
        }
        return offset;
    }
}
