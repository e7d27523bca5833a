package io.patchbay.simulation;

import io.aeron.logbuffer.FrameDescriptor;

/**
 * Stands for Aeron's Header.
 */
public final class SimHeader {
    private final SimImage image;

    SimHeader(final SimImage image) {
        this.image = image;
    }

    /**
     * As Aeron's.
     *
     * @return the image.
     */
    public Object context() {
        return image;
    }

    /**
     * As Aeron's.
     *
     * @return a whole message: the simulation has no fragments.
     */
    public byte flags() {
        return FrameDescriptor.UNFRAGMENTED;
    }
}
