package io.patchbay.engine.input;


/**
 * Record of a gateway's start. The gateway's id is the index of this record.
 */
public final class GatewayStartedInput extends Input {
    /** Host and process, for people to read. */
    public String name = "";
    /** The data directory's gateway slot that it holds. */
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
