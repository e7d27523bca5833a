package io.patchbay.aeron;

import io.aeron.logbuffer.Header;

/**
 * The streams of one media driver, as one client has them. It asks the driver for streams and never waits for its answers.
 * {@link AeronStreams} is the one of a running process; a simulated machine has its own. One thread.
 */
public interface StreamClient {
    /**
     * Requests a publication that no other thread uses.
     *
     * @param channel  of the stream.
     * @param streamId of the stream.
     * @return id of the request.
     */
    long addPublication(String channel, int streamId);

    /**
     * Returns a requested publication.
     *
     * @param registrationId id of the request.
     * @return null while the driver has not answered.
     * @throws io.aeron.exceptions.AeronException if the driver refuses.
     */
    OutStream publication(long registrationId);

    /**
     * Withdraws a request for a publication that the driver has not answered.
     *
     * @param registrationId id of the request.
     */
    void removePublication(long registrationId);

    /**
     * Requests a subscription.
     *
     * @param channel  of the stream.
     * @param streamId of the stream.
     * @param ended    called when a publication to it has ended and all its frames have been read; null for nobody.
     * @return id of the request.
     */
    long addSubscription(String channel, int streamId, SenderGoneHandler ended);

    /**
     * Returns a requested subscription.
     *
     * @param registrationId id of the request.
     * @return null while the driver has not answered.
     * @throws io.aeron.exceptions.AeronException if the driver refuses.
     */
    InStream subscription(long registrationId);

    /**
     * Withdraws a request for a subscription that the driver has not answered.
     *
     * @param registrationId id of the request.
     */
    void removeSubscription(long registrationId);

    /**
     * Returns the id of the publication that a frame came from.
     *
     * @param header of the frame, as a subscription of this client passes it on.
     * @return an id that no other publication has.
     */
    long senderOf(Header header);

    /**
     * Returns whether the client is closed, with all its streams.
     *
     * @return true once it is closed.
     */
    boolean isClosed();
}
