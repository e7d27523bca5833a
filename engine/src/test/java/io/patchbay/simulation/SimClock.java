package io.patchbay.simulation;

import org.agrona.concurrent.UnsafeBuffer;

/** The machine's clocks: one that only runs, and one of the time of day, which an operator may set forth and back. */
final class SimClock {
    static final long MS = 1_000_000;
    private static final long EPOCH_NS = 1_767_225_600_000_000_000L;

    long nowNs;
    long setNs;
    /** What all processes of the machine share of their journal's clock. */
    final UnsafeBuffer anchor = new UnsafeBuffer(new byte[256]);
    /** Which run of the machine it is: another after each loss of power. */
    long run;

    void reset() {
        nowNs = 1_000 * MS;
        setNs = 0;
        anchor.setMemory(0, anchor.capacity(), (byte)0);
        run = 1;
    }

    long nanoTime() {
        return nowNs;
    }

    long epochNs() {
        return EPOCH_NS + nowNs + setNs;
    }
}
