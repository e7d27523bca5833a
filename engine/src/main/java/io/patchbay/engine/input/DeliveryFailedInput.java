package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;
import io.patchbay.protocol.DisconnectReason;

/**
 * The host gave up on a receiver: the instance ends with this reason.
 */
public final class DeliveryFailedInput extends Input {
    /** Index of its registration. */
    public long instance;
    /** Slow-consumer, or closed if it never came for its stream. */
    public DisconnectReason reason = DisconnectReason.CLOSED;

    @Override
    public RecordKind kind() {
        return RecordKind.DELIVERY_FAILED;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.deliveryFailed(this);
    }
}
