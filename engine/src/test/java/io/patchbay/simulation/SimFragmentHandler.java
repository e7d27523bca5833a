package io.patchbay.simulation;

import org.agrona.DirectBuffer;

/**
 * A fake of Aeron's {@code FragmentHandler}.
 */
@FunctionalInterface
public interface SimFragmentHandler {
    /**
     * Handles a frame.
     *
     * @param buffer   contains the frame.
     * @param offset   of the frame.
     * @param length   of the frame.
     * @param position the image that it came from.
     */
    void onFragment(DirectBuffer buffer, int offset, int length, SimHeader position);
}
