package io.patchbay.simulation;

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
}
