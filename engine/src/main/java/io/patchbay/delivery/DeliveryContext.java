package io.patchbay.delivery;

import io.patchbay.aeron.DriverLink;
import io.patchbay.protocol.Limits;

import org.agrona.concurrent.EpochNanoClock;

import java.util.Objects;

/**
 * Settings of a {@link Delivery}. The engine's host fills them in; the delivery then {@link #conclude()}s them once.
 */
public final class DeliveryContext {
    private DriverLink link;
    private EpochNanoClock clock;
    private DeliveryFaults faults;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private long windowBytes = Limits.WINDOW_BYTES;
    private long windowTotalBytes = Limits.WINDOW_TOTAL_BYTES;
    private ReceiversFactory receivers = Receivers::new;
    private boolean isConcluded;

    /** Creates the receivers of a delivery. */
    @FunctionalInterface
    interface ReceiversFactory {
        Receivers newReceivers(DeliveryContext context, DeliveryCounters counters, DeliveryFaults faults);
    }

    /**
     * Sets the connection to the media driver.
     *
     * @param value link of this thread; its owner closes it.
     * @return this.
     */
    public DeliveryContext link(final DriverLink value) {
        link = value;
        return this;
    }

    /**
     * Sets the host's clock, against which deadlines are checked when a frame is sent.
     *
     * @param value the clock that record times come from.
     * @return this.
     */
    public DeliveryContext clock(final EpochNanoClock value) {
        clock = value;
        return this;
    }

    /**
     * Sets the listener for what cannot be delivered.
     *
     * @param value called on the engine's thread.
     * @return this.
     */
    public DeliveryContext faults(final DeliveryFaults value) {
        faults = value;
        return this;
    }

    /**
     * Sets the longest frame, option {@code --max-frame}.
     *
     * @param value bytes.
     * @return this.
     */
    public DeliveryContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Sets the window of one instance, option {@code --window}.
     *
     * @param value bytes that may wait for one instance.
     * @return this.
     */
    public DeliveryContext windowBytes(final long value) {
        windowBytes = value;
        return this;
    }

    /**
     * Sets the total window, option {@code --window-total}.
     *
     * @param value bytes that may wait for all Aeron instances together, and for any one gateway.
     * @return this.
     */
    public DeliveryContext windowTotalBytes(final long value) {
        windowTotalBytes = value;
        return this;
    }

    DeliveryContext receivers(final ReceiversFactory value) {
        receivers = value;
        return this;
    }

    ReceiversFactory receivers() {
        return receivers;
    }

    DriverLink link() {
        return link;
    }

    /** Returns the time for measuring spans during which this process was running. */
    long nanoTime() {
        return link.nanoClock().nanoTime();
    }

    EpochNanoClock clock() {
        return clock;
    }

    DeliveryFaults faults() {
        return faults;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    long windowBytes() {
        return windowBytes;
    }

    long windowTotalBytes() {
        return windowTotalBytes;
    }

    DeliveryContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("concluded before");
        }
        isConcluded = true;
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(faults, "faults");
        if (maxFrameBytes < Limits.MAX_FRAME_FLOOR_BYTES || maxFrameBytes > Limits.MAX_FRAME_CEILING_BYTES) {
            throw new IllegalArgumentException("maxFrameBytes " + maxFrameBytes);
        }
        if (windowBytes < maxFrameBytes || windowTotalBytes < windowBytes || windowTotalBytes > 1L << 29) {
            throw new IllegalArgumentException("windows: max-frame " + maxFrameBytes + " <= window " + windowBytes
                + " <= window-total " + windowTotalBytes + " <= " + (1L << 29));
        }
        return this;
    }
}
