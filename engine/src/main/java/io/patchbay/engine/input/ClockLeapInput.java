package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * The machine's wall clock was set, or leapt: written by the host for the audit. The record's own time goes on as before.
 */
public final class ClockLeapInput extends Input {
    /** The wall clock's time when the leap was noticed, epoch nanoseconds. */
    public long wallNs;
    /** How far it leapt against elapsed time, in nanoseconds; positive = forward. */
    public long leapNs;

    @Override
    public RecordKind kind() {
        return RecordKind.CLOCK_LEAP;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.clockLeap(this);
    }
}
