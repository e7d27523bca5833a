package io.patchbay.journal;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

import java.lang.invoke.VarHandle;

/**
 * The state of a {@link JournalClock} in a few words of memory, which all processes of a data directory share: a moment of
 * elapsed time, the journal's time at that moment, and how the journal's time goes on from there.
 *
 * <p>One thread of one process writes at a time. Readers of any process never wait for it, even if it stops in the middle: a
 * new state goes into the other of two places before the sequence number names that.
 */
final class ClockAnchor {
    /** Bytes of the layout. */
    static final int BYTES = 256;
    /** A slew is applied for at most so long after the moment: whoever steers has ended if it is not renewed. */
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
    /** A slew is a share of elapsed time in units of 2^-30. */
    private static final int SLEW_SHIFT = 30;
    private static final long PPM = 1_000_000;

    private final AtomicBuffer buffer;

    ClockAnchor(final AtomicBuffer buffer) {
        this.buffer = buffer;
    }

    /** Returns which run of the machine the elapsed time belongs to; 0 = nothing has been written yet. */
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

    /** Returns the anchor's moment of elapsed time. */
    long elapsedNs() {
        return buffer.getLong(place(buffer.getLongVolatile(SEQUENCE)) + ELAPSED);
    }

    /** Lets the journal's time go on from a moment, faster or slower than elapsed time by {@code slewPpm} millionths. */
    void set(final long elapsedNs, final long timeNs, final long slewPpm) {
        final long next = buffer.getLongVolatile(SEQUENCE) + 1;
        final int place = place(next);
        buffer.putLong(place + ELAPSED, elapsedNs);
        buffer.putLong(place + TIME, timeNs);
        buffer.putLong(place + SLEW, (slewPpm << SLEW_SHIFT) / PPM);
        buffer.putLongVolatile(SEQUENCE, next);
    }

    /** Returns wall clock minus elapsed time as of the last look, but for leaps that have not been recorded. */
    long wallOffsetNs() {
        return buffer.getLongVolatile(WALL_OFFSET);
    }

    void wallOffsetNs(final long value) {
        buffer.putLongVolatile(WALL_OFFSET, value);
    }

    /** Returns how much of the journal's time rests on the word of a wall clock at a start alone. */
    long unprovenNs() {
        return buffer.getLongVolatile(UNPROVEN);
    }

    void unprovenNs(final long value) {
        buffer.putLongVolatile(UNPROVEN, value);
    }

    /** Returns the moment of elapsed time since which the wall clock has not leapt. */
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
