package io.patchbay.simulation;

import org.agrona.concurrent.UnsafeBuffer;

/** The machine's clocks: a monotonic one, and the wall clock, which an operator may set. */
final class SimClock {
    static final long MS = 1_000_000;
    private static final long EPOCH_NS = 1_767_225_600_000_000_000L;

    long nowNs;
    long setNs;
    /** The memory of the journal's clock that all processes of the machine share. */
    final UnsafeBuffer anchor = new UnsafeBuffer(new byte[256]);
    /** Number of the machine's boot, which changes with each loss of power. */
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
