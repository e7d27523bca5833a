package io.patchbay.engine.input;

import io.patchbay.protocol.DisconnectReason;

/**
 * Record that the host gave up delivery to an instance. The instance ends with the given reason.
 */
public final class DeliveryFailedInput extends Input {
    /** Id of the instance, the index of its registration. */
    public long instance;
    /** {@code SLOW_CONSUMER}, or {@code CLOSED} if the instance never connected to its stream. */
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
