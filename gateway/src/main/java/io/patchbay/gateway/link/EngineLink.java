package io.patchbay.gateway.link;

import org.agrona.DirectBuffer;

/**
 * The streams of a gateway to and from the engine and its Aeron instances, as
 * {@code io.patchbay.delivery.gateway.GatewayLink} offers them. Tests replace it with a fake. Called on the agent's thread only.
 */
public interface EngineLink extends AutoCloseable {
    /** Sets the id of this gateway. Called again with a new id after the engine has written the gateway off. */
    void gateway(long index);

    /** Polls all streams once and calls the handler. */
    int doWork(int limit);

    /** Polls the delivery stream only. */
    int pollDelivery(int limit);

    /** Returns the index of the last frame that the engine sent. */
    long lastIndex();

    /** Returns whether Aeron instances can be registered now. */
    boolean isUp();

    /** Returns the engine's last heartbeat. It changes while an engine lives, and tells whether that engine answers. */
    long engineBeat();

    /** Returns why {@link #isUp()} is false or was false last: one line for an operator. */
    String trouble();

    /**
     * Returns why the media driver's directory has no room for one more Aeron instance, with the sizes. Returns null where it has
     * room.
     */
    String refusalOfInstance();

    /** Returns the media driver's directory. */
    String aeronDir();

    int ingressStreamId();

    /**
     * Opens the UDP ingress if it is not open, and waits a moment for its port.
     *
     * @return the channel for clients, or null where the ingress cannot be opened now.
     */
    String udpIngressChannel(String endpoint);

    int nextDeliveryStreamId();

    void attach(long instance, String channel, int streamId);

    /** Notes that the instance has proven its secret, so its streams exist. */
    void proven(long instance);

    void detach(long instance);

    void resume(long instance, long epoch, long lastIndex, int lastN, long lastAck);

    /** Sends an error of the gateway to an instance. Returns false where the frame is dropped. */
    boolean offerError(long instance, DirectBuffer buffer, int offset, int length);

    @Override
    void close();
}
