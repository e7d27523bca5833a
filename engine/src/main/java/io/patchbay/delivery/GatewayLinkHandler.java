package io.patchbay.delivery;

import org.agrona.DirectBuffer;

/**
 * What a {@link GatewayLink} hands to its gateway, all on the gateway's thread, from within {@link GatewayLink#doWork(int)}.
 * Buffers hold only during the call.
 */
public interface GatewayLinkHandler {
    /**
     * A frame of the delivery stream that this gateway has not had before: for the instance in its target, or for all whom the
     * event concerns (target 0). Wrap the decoder of the template at {@code offset} with {@code wrapAndApplyHeader}.
     *
     * @param templateId of the SBE frame, a down frame.
     * @param buffer     with the frame.
     * @param offset     of its SBE header.
     * @param length     of header and frame.
     */
    void onFrame(int templateId, DirectBuffer buffer, int offset, int length);

    /**
     * A frame that an Aeron instance, or somebody who would pass for one, has sent up.
     *
     * @param ingress    whose: one number for each Aeron session, never used twice while the link is up.
     * @param templateId of the SBE frame, an up frame; or anything, from a stranger.
     * @param buffer     with the frame.
     * @param offset     of its SBE header.
     * @param length     of header and frame; at least a header's.
     */
    void onIngress(long ingress, int templateId, DirectBuffer buffer, int offset, int length);

    /**
     * Somebody has sent up a message that is longer than any frame may be: dropped, and not even held.
     *
     * @param ingress whose.
     */
    void onIngressTooLarge(long ingress);

    /**
     * An Aeron session has ended: closed, its client died, or the media driver did. All its frames came before.
     *
     * @param ingress which.
     */
    void onIngressClosed(long ingress);

    /** The media driver is gone, and with it every Aeron instance that was attached, be it proven or not. */
    default void onDriverLost() {
    }

    /**
     * The engine has written this gateway off, although it lives: nothing that it held is registered any more. It has to drop
     * its sessions and begin again as a new gateway.
     */
    void onWrittenOff();
}
