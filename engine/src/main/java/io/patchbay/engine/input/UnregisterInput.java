package io.patchbay.engine.input;


/**
 * Record of an instance's unregistering.
 */
public final class UnregisterInput extends Input {
    /** Id of the instance. */
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
