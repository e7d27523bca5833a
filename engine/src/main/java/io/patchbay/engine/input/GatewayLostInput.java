package io.patchbay.engine.input;


/**
 * Record that a gateway is gone. The instances that are still registered through it end.
 */
public final class GatewayLostInput extends Input {
    /** Id of the gateway, the index of its gateway-started record. */
    public long gateway;
    /** True if it shut down in order, false if it died. */
    public boolean orderly;

    @Override
    public RecordKind kind() {
        return RecordKind.GATEWAY_LOST;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.gatewayLost(this);
    }
}
