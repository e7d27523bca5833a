package io.patchbay.simulation;

import org.agrona.DirectBuffer;

/**
 * A fake of Aeron's {@code FragmentAssembler}. Frames are never fragmented here.
 */
public final class SimAssembler implements SimFragmentHandler {
    private final SimFragmentHandler handler;

    /**
     * Creates an assembler.
     *
     * @param handler takes each frame.
     */
    public SimAssembler(final SimFragmentHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final SimHeader position) {
        handler.onFragment(buffer, offset, length, position);
    }

    /**
     * Frees nothing, since nothing is assembled.
     *
     * @param sessionId session of an image.
     * @return always true.
     */
    public boolean freeSessionBuffer(final int sessionId) {
        return true;
    }

    /** Clears nothing. */
    public void clear() {
        // has no buffers
    }
}
