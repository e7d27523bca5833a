package io.patchbay.gateway.json;

/**
 * The attachment data of an instance with the Aeron path: everything that its client needs to attach, as sent in its registered
 * event (PROTOCOL.md, "The Aeron path"). The gateway makes one at the registration; it is never journaled.
 *
 * @param directory        the media driver's directory.
 * @param ingressChannel   the channel that the client publishes its frames on.
 * @param ingressStreamId  the stream of that channel.
 * @param deliveryChannel  the channel that the client subscribes to.
 * @param deliveryStreamId the stream of that channel.
 * @param secret           what the client's first ingress frame proves: 32 hexadecimal digits.
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
