package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * A request was not handed over since its deadline had passed by the host's clock.
 */
public final class WithheldInput extends Input {
    /** Index of the message. */
    public long request;
    /** Where it was routed. */
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
