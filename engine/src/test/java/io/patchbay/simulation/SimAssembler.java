package io.patchbay.simulation;

import org.agrona.DirectBuffer;

/**
 * Stands for Aeron's FragmentAssembler: frames come whole.
 */
public final class SimAssembler implements SimFragmentHandler {
    private final SimFragmentHandler handler;

    /**
     * As Aeron's.
     *
     * @param handler given each frame.
     */
    public SimAssembler(final SimFragmentHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final SimHeader position) {
        handler.onFragment(buffer, offset, length, position);
    }

    /**
     * As Aeron's.
     *
     * @param sessionId of an image.
     * @return always true.
     */
    public boolean freeSessionBuffer(final int sessionId) {
        return true;
    }

    /** As Aeron's. */
    public void clear() {
        // keeps nothing
    }
}
