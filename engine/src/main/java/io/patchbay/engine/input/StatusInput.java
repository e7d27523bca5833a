package io.patchbay.engine.input;


/**
 * Record of a query for the status of a message.
 */
public final class StatusInput extends Input {
    /** Id of the asking instance. */
    public long from;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;

    @Override
    public RecordKind kind() {
        return RecordKind.STATUS;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.status(this);
    }
}
