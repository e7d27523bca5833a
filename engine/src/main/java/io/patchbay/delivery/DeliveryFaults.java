package io.patchbay.delivery;

import io.patchbay.protocol.DisconnectReason;

/**
 * What delivery finds out and the journal has to know. Called on the engine's thread, also while a record is being applied:
 * the host only notes it, and writes the records in its duty cycle.
 */
public interface DeliveryFaults {
    /**
     * A request was not sent, since its deadline had passed by the host's clock.
     *
     * @param request  index of the message.
     * @param instance where it was routed.
     */
    void onWithheld(long request, long instance);

    /**
     * An Aeron instance is given up; nothing is sent to it any more.
     *
     * @param instance index of its registration.
     * @param reason   slow-consumer, or closed where its stream never came about.
     */
    void onInstanceFailed(long instance, DisconnectReason reason);

    /**
     * A gateway that holds its slot does not take what is sent to it; nothing is sent to it any more.
     *
     * @param gateway index of its gateway-started record.
     */
    void onGatewayFailed(long gateway);
}
