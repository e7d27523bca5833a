package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * Time passed: written when a deadline or a drain is due.
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
