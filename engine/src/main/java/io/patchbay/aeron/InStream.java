package io.patchbay.aeron;

import io.aeron.logbuffer.FragmentHandler;

/**
 * A stream that frames are read from: Aeron's subscription, or that of a simulated machine. One thread.
 */
public interface InStream extends AutoCloseable {
    /**
     * Passes frames on to a handler.
     *
     * @param handler takes each fragment.
     * @param limit   the largest number of fragments.
     * @return the number of fragments.
     */
    int poll(FragmentHandler handler, int limit);

    /**
     * Returns the channel with the port that a subscription to port 0 has got.
     *
     * @return null while the port is not known.
     */
    String tryResolveChannelEndpointPort();

    @Override
    void close();
}
