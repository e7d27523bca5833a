package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * The state hash right after an earlier record, to verify replays against.
 */
public final class CheckpointInput extends Input {
    /** Index of that record. */
    public long at;
    /** State hash right after it. */
    public long hash;
    /** Records applied up to it since the journal began. */
    public long records;

    @Override
    public RecordKind kind() {
        return RecordKind.CHECKPOINT;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.checkpoint(this);
    }
}
