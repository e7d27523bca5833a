package io.patchbay.delivery;

import io.patchbay.protocol.DisconnectReason;

/**
 * What delivery has done since it started, for metrics. Written by the engine's thread alone; another thread reads a value that
 * may be a little old.
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
     * Frames put into publications.
     *
     * @return a count.
     */
    public long sentFrames() {
        return sentFrames;
    }

    /**
     * Bytes of those frames.
     *
     * @return a count.
     */
    public long sentBytes() {
        return sentBytes;
    }

    /**
     * Times that a receiver did not take a frame at once.
     *
     * @return a count.
     */
    public long backPressured() {
        return backPressured;
    }

    /**
     * Requests not sent since their deadline had passed.
     *
     * @return a count.
     */
    public long withheld() {
        return withheld;
    }

    /**
     * Aeron instances given up as slow.
     *
     * @return a count.
     */
    public long slowConsumers() {
        return slowConsumers;
    }

    /**
     * Aeron instances given up since their streams did not come about.
     *
     * @return a count.
     */
    public long unconnected() {
        return unconnected;
    }

    /**
     * Frames longer than a message may be, dropped.
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
