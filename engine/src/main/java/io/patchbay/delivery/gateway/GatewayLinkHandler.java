package io.patchbay.delivery.gateway;

import org.agrona.DirectBuffer;

/**
 * The callbacks of a {@link GatewayLink} to its gateway. All are called on the gateway's thread, from
 * {@link GatewayLink#doWork(int)}. Buffers are valid only during the call.
 */
public interface GatewayLinkHandler {
    /**
     * Called for each new frame of the delivery stream. It is for the instance in its target or, with target 0, for all instances
     * that listen to that event. Wrap the decoder of the template at {@code offset} with {@code wrapAndApplyHeader}.
     *
     * @param templateId SBE template id of the down frame.
     * @param buffer     buffer with the frame.
     * @param offset     offset of its SBE header.
     * @param length     length of header and frame.
     */
    void onFrame(int templateId, DirectBuffer buffer, int offset, int length);

    /**
     * Called for each frame on an ingress stream. Its sender is an Aeron instance, or a process that pretends to be one.
     *
     * @param ingress    number of the Aeron session, never reused while the link is up.
     * @param templateId SBE template id of the up frame; any value from a stranger.
     * @param buffer     buffer with the frame.
     * @param offset     offset of its SBE header.
     * @param length     length of header and frame, at least that of a header.
     */
    void onIngress(long ingress, int templateId, DirectBuffer buffer, int offset, int length);

    /**
     * Called for a message on an ingress stream that is longer than any frame may be. It is dropped without being buffered.
     *
     * @param ingress number of the Aeron session.
     */
    void onIngressTooLarge(long ingress);

    /**
     * Called when an Aeron session has ended: it was closed, or its client or the media driver died. All its frames were handled
     * before.
     *
     * @param ingress number of the Aeron session.
     */
    void onIngressClosed(long ingress);

    /** Called when the media driver is lost, and with it every attached Aeron instance, proven or not. */
    default void onDriverLost() {
    }

    /**
     * Called when the engine has written this gateway off although it lives: none of its instances is registered any more. The
     * gateway has to drop its sessions and begin again as a new gateway.
     */
    void onWrittenOff();
}
