package io.patchbay.engine.input;


/**
 * Record of a request that was not delivered because its deadline had passed by the host's clock.
 */
public final class WithheldInput extends Input {
    /** Index of the message. */
    public long request;
    /** Id of the instance that the request was routed to. */
    public long instance;

    @Override
    public RecordKind kind() {
        return RecordKind.WITHHELD;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.withheld(this);
    }
}
