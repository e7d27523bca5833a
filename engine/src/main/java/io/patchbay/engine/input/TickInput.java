package io.patchbay.engine.input;


/**
 * Record of a tick, which only advances engine time. The host writes it when a deadline or a drain is due.
 */
public final class TickInput extends Input {
    @Override
    public RecordKind kind() {
        return RecordKind.TICK;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.tick(this);
    }
}
