package io.patchbay.simulation;

/**
 * A fake of Aeron's {@code UnavailableImageHandler}.
 */
@FunctionalInterface
public interface SimUnavailable {
    /**
     * Called when a publication has ended and all its frames have been read.
     *
     * @param image the image that is unavailable.
     */
    void onUnavailableImage(SimImage image);
}
