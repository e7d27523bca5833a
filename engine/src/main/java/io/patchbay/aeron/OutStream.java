package io.patchbay.aeron;

import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;

/**
 * A stream that frames are offered to: Aeron's exclusive publication, or that of a simulated machine. One thread.
 */
public interface OutStream extends AutoCloseable {
    /**
     * Returns whether there is a subscriber.
     *
     * @return true if there is.
     */
    boolean isConnected();

    /**
     * Returns the length of the longest frame.
     *
     * @return bytes.
     */
    int maxMessageLength();

    /**
     * Returns the length of the longest frame that can be claimed.
     *
     * @return bytes; longer frames are offered.
     */
    int maxPayloadLength();

    /**
     * Claims room for a frame, which the caller then fills and commits.
     *
     * @param length of the frame.
     * @param claim  takes the room.
     * @return the new position, or one of the negative results of {@link io.aeron.Publication}.
     */
    long tryClaim(int length, BufferClaim claim);

    /**
     * Offers a frame.
     *
     * @param buffer contains the frame.
     * @param offset of the frame.
     * @param length of the frame.
     * @return the new position, or one of the negative results of {@link io.aeron.Publication}.
     */
    long offer(DirectBuffer buffer, int offset, int length);

    @Override
    void close();
}
