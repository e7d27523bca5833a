package io.patchbay.simulation;

import io.aeron.logbuffer.FrameDescriptor;

/**
 * A fake of Aeron's {@code Header}.
 */
public final class SimHeader {
    private final SimImage image;

    SimHeader(final SimImage image) {
        this.image = image;
    }

    /**
     * Returns the image.
     *
     * @return the image.
     */
    public Object context() {
        return image;
    }

    /**
     * Returns the flags of the frame.
     *
     * @return those of a whole message, since the simulation has no fragments.
     */
    public byte flags() {
        return FrameDescriptor.UNFRAGMENTED;
    }
}
