package io.patchbay.simulation;

import org.agrona.DirectBuffer;

/**
 * Stands for Aeron's FragmentHandler.
 */
@FunctionalInterface
public interface SimFragmentHandler {
    /**
     * One frame.
     *
     * @param buffer   with it.
     * @param offset   of it.
     * @param length   of it.
     * @param position where it came from.
     */
    void onFragment(DirectBuffer buffer, int offset, int length, SimHeader position);
}
