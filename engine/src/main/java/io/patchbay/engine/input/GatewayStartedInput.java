package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * A gateway started; its id is the index of this record.
 */
public final class GatewayStartedInput extends Input {
    /** Host and process, for a person. */
    public String name = "";
    /** Which of the data directory's gateway slots it holds. */
    public int slot;

    @Override
    public RecordKind kind() {
        return RecordKind.GATEWAY_STARTED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.gatewayStarted(this);
    }
}
