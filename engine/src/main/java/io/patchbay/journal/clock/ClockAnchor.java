package io.patchbay.journal.clock;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

import java.lang.invoke.VarHandle;

/**
 * The state of a {@link JournalClock} in a small memory area that all processes of a data directory share. It holds an anchor,
 * which is a moment of elapsed time with the journal's time at that moment, and the rate at which the journal's time goes on from
 * there.
 *
 * <p>One thread of one process writes at a time. Readers of any process never wait for it, even if it stops in the middle: a new
 * anchor is written to the other of two places before the sequence number names that place.
 */
public final class ClockAnchor {
    /** Size of the memory area, in bytes. */
    public static final int BYTES = 256;
    /**
     * Longest time for which a slew is applied after the anchor: a slew that is not renewed was left by a process that has ended.
     */
    static final long SLEW_SPAN_NS = 2_000_000_000L;

    private static final int IDENTITY = 0;
    private static final int SEQUENCE = 8;
    private static final int PLACES = 64;
    private static final int PLACE_BYTES = 64;
    private static final int ELAPSED = 0;
    private static final int TIME = 8;
    private static final int SLEW = 16;
    private static final int WALL_OFFSET = 192;
    private static final int UNPROVEN = 200;
    private static final int QUIET_SINCE = 208;
    /** A slew is a share of elapsed time, in units of 2^-30. */
    private static final int SLEW_SHIFT = 30;
    private static final long PPM = 1_000_000;

    private final AtomicBuffer buffer;

    ClockAnchor(final AtomicBuffer buffer) {
        this.buffer = buffer;
    }

    /** Returns the identity of the run of the machine that the elapsed time belongs to; 0 if nothing has been written yet. */
    long identity() {
        return buffer.getLongVolatile(IDENTITY);
    }

    void identity(final long value) {
        buffer.putLongVolatile(IDENTITY, value);
    }

    /** Returns the journal's time at a moment of elapsed time; before the anchor's moment, the time of the anchor. */
    long timeAt(final long elapsedNs) {
        while (true) {
            final long sequence = buffer.getLongVolatile(SEQUENCE);
            final int place = place(sequence);
            final long since = elapsedNs - buffer.getLong(place + ELAPSED);
            final long time = buffer.getLong(place + TIME);
            final long slew = buffer.getLong(place + SLEW);
            VarHandle.loadLoadFence();
            if (buffer.getLongVolatile(SEQUENCE) == sequence) {
                return since <= 0 ? time : time + since + (Math.min(since, SLEW_SPAN_NS) * slew >> SLEW_SHIFT);
            }
        }
    }

    /** Returns the elapsed time of the anchor. */
    long elapsedNs() {
        return buffer.getLong(place(buffer.getLongVolatile(SEQUENCE)) + ELAPSED);
    }

    /**
     * Sets the anchor: from there on, the journal's time runs faster than elapsed time by {@code slewPpm} millionths, or slower
     * if negative.
     */
    void set(final long elapsedNs, final long timeNs, final long slewPpm) {
        final long next = buffer.getLongVolatile(SEQUENCE) + 1;
        final int place = place(next);
        buffer.putLong(place + ELAPSED, elapsedNs);
        buffer.putLong(place + TIME, timeNs);
        buffer.putLong(place + SLEW, (slewPpm << SLEW_SHIFT) / PPM);
        buffer.putLongVolatile(SEQUENCE, next);
    }

    /** Returns wall clock minus elapsed time at the last look, without leaps that have not been recorded. */
    long wallOffsetNs() {
        return buffer.getLongVolatile(WALL_OFFSET);
    }

    void wallOffsetNs(final long value) {
        buffer.putLongVolatile(WALL_OFFSET, value);
    }

    /** Returns the part of the journal's time, in nanoseconds, that rests only on what a wall clock showed at a start. */
    long unprovenNs() {
        return buffer.getLongVolatile(UNPROVEN);
    }

    void unprovenNs(final long value) {
        buffer.putLongVolatile(UNPROVEN, value);
    }

    /** Returns the elapsed time since which the wall clock has not leapt. */
    long quietSinceNs() {
        return buffer.getLongVolatile(QUIET_SINCE);
    }

    void quietSinceNs(final long elapsedNs) {
        buffer.putLongVolatile(QUIET_SINCE, elapsedNs);
    }

    private static int place(final long sequence) {
        return PLACES + (BitUtil.isEven(sequence) ? 0 : PLACE_BYTES);
    }
}
