package io.patchbay.delivery;

import io.patchbay.protocol.DisconnectReason;

/**
 * A listener for faults of delivery that the journal has to record. Called on the engine's thread, also while a record is being
 * applied: the host only notes the fault, and appends the record in its duty cycle.
 */
public interface DeliveryFaults {
    /**
     * Called when a request was not sent because its deadline had passed by the host's clock.
     *
     * @param request  index of the message.
     * @param instance index of the registration of the instance that it was routed to.
     */
    void onWithheld(long request, long instance);

    /**
     * Called when an Aeron instance has failed; nothing more is sent to it.
     *
     * @param instance index of its registration.
     * @param reason   slow-consumer, or closed if its stream was never connected.
     */
    void onInstanceFailed(long instance, DisconnectReason reason);

    /**
     * Called when a gateway that holds its slot does not take its frames; nothing more is sent to it.
     *
     * @param gateway index of its gateway-started record.
     */
    void onGatewayFailed(long gateway);
}
