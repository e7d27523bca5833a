package io.patchbay.engine.input;


/**
 * Record of the state hash right after an earlier record, for the verification of replays.
 */
public final class CheckpointInput extends Input {
    /** Index of the earlier record. */
    public long at;
    /** State hash right after that record. */
    public long hash;
    /** Number of records applied from the journal's beginning up to that record. */
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
