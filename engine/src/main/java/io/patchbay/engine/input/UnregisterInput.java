package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * An instance leaves.
 */
public final class UnregisterInput extends Input {
    /** The instance. */
    public long from;

    @Override
    public RecordKind kind() {
        return RecordKind.UNREGISTER;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.unregister(this);
    }
}
