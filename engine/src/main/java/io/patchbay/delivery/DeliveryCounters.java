package io.patchbay.delivery;

import io.patchbay.protocol.DisconnectReason;

/**
 * Counters of what delivery has done since it started, for metrics. Only the engine's thread writes them; other threads may read
 * a slightly old value.
 */
public final class DeliveryCounters {
    private long sentFrames;
    private long sentBytes;
    private long backPressured;
    private long withheld;
    private long slowConsumers;
    private long unconnected;
    private long oversized;

    /**
     * Returns the number of frames put into publications.
     *
     * @return a count.
     */
    public long sentFrames() {
        return sentFrames;
    }

    /**
     * Returns the number of bytes in the frames sent.
     *
     * @return a count.
     */
    public long sentBytes() {
        return sentBytes;
    }

    /**
     * Returns how many times a receiver did not take a frame at once.
     *
     * @return a count.
     */
    public long backPressured() {
        return backPressured;
    }

    /**
     * Returns the number of requests that were not sent because their deadline had passed.
     *
     * @return a count.
     */
    public long withheld() {
        return withheld;
    }

    /**
     * Returns the number of Aeron instances that failed as slow consumers.
     *
     * @return a count.
     */
    public long slowConsumers() {
        return slowConsumers;
    }

    /**
     * Returns the number of Aeron instances that failed because their stream was never connected.
     *
     * @return a count.
     */
    public long unconnected() {
        return unconnected;
    }

    /**
     * Returns the number of frames that were dropped because they were longer than a message may be.
     *
     * @return a count.
     */
    public long oversized() {
        return oversized;
    }

    void sent(final int bytes) {
        sentFrames++;
        sentBytes += bytes;
    }

    void backPressure() {
        backPressured++;
    }

    void withhold() {
        withheld++;
    }

    void oversize() {
        oversized++;
    }

    void failed(final DisconnectReason reason) {
        if (reason == DisconnectReason.SLOW_CONSUMER) {
            slowConsumers++;
        } else {
            unconnected++;
        }
    }
}
