package io.patchbay.gateway;

import org.agrona.DirectBuffer;

/**
 * A gateway's streams to and from the engine and its Aeron instances, as {@code io.patchbay.delivery.GatewayLink} offers them;
 * the seam at which tests put a fake. Called on the agent's thread alone.
 */
interface EngineLink extends AutoCloseable {
    /** Which gateway this is; again after it was written off. */
    void gateway(long index);

    /** Runs everything once and calls the handler back. */
    int doWork(int limit);

    /** Only takes what the engine said. */
    int pollDelivery(int limit);

    /** Index of the last frame that came down. */
    long lastIndex();

    /** Can Aeron instances be taken now? */
    boolean isUp();

    /** Returns the engine's last heartbeat: it changes while an engine lives, and says whether that one answers. */
    long engineBeat();

    /** Returns why {@link #isUp()} is false, or was last: one line for an operator. */
    String trouble();

    /** Returns why the media driver's directory has no room for one more Aeron instance, with the sizes; null where it has. */
    String refusalOfInstance();

    /** The media driver's directory. */
    String aeronDir();

    int ingressStreamId();

    /**
     * Opens the UDP ingress where that has not been done, and waits for it for a moment.
     *
     * @return its channel, or null where it cannot be had now.
     */
    String udpIngressChannel(String endpoint);

    int nextDeliveryStreamId();

    void attach(long instance, String channel, int streamId);

    /** Its streams are there. */
    void proven(long instance);

    void detach(long instance);

    void resume(long instance, long epoch, long lastIndex, int lastN, long lastAck);

    /** Sends an error answer of the gateway's own down to an instance; false where it is dropped. */
    boolean offerError(long instance, DirectBuffer buffer, int offset, int length);

    @Override
    void close();
}
