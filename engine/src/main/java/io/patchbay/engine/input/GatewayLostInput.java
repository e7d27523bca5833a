package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * A gateway is gone; whatever it still had registered ends.
 */
public final class GatewayLostInput extends Input {
    /** Index of its gateway-started record. */
    public long gateway;
    /** True if it stopped by its own will, false if it died. */
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
