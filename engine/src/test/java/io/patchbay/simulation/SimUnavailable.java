package io.patchbay.simulation;

/**
 * Stands for Aeron's UnavailableImageHandler.
 */
@FunctionalInterface
public interface SimUnavailable {
    /**
     * A publication has ended, and all that it said has been read.
     *
     * @param image its end.
     */
    void onUnavailableImage(SimImage image);
}
