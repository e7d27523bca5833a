package io.patchbay.gateway.json;

/**
 * What an instance needs to attach to its Aeron path, as its registered event tells it (contract, section 7). Made by the
 * gateway, never journaled.
 *
 * @param directory        of the media driver.
 * @param ingressChannel   where its frames go up.
 * @param ingressStreamId  of that channel.
 * @param deliveryChannel  where frames come down.
 * @param deliveryStreamId of that channel.
 * @param secret           that its first ingress frame proves.
 */
public record AeronPath(
    String directory,
    String ingressChannel,
    int ingressStreamId,
    String deliveryChannel,
    int deliveryStreamId,
    String secret) {

    @Override
    public String toString() {
        return "AeronPath[" + directory + ", " + ingressChannel + ", " + deliveryChannel + "]";
    }
}
