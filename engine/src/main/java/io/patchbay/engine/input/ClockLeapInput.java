package io.patchbay.engine.input;


/**
 * Record that the machine's wall clock was set, or leapt. The host writes it for the audit. The record's own time goes on as
 * before.
 */
public final class ClockLeapInput extends Input {
    /** The wall clock's time when the leap was noticed, epoch nanoseconds. */
    public long wallNs;
    /** Size of the leap against elapsed time, in nanoseconds; positive = forward. */
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
