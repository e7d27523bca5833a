package io.patchbay.simulation;

import io.patchbay.protocol.StreamIds;

/**
 * A fake of the data directory: the holders of the gateway slots. A lock is released when its process dies.
 */
public final class SimDirectory {
    final boolean[] held = new boolean[StreamIds.MAX_GATEWAYS];
    final long[] gateway = new long[StreamIds.MAX_GATEWAYS];

    void release(final int slot) {
        held[slot] = false;
    }

    void take(final int slot) {
        held[slot] = true;
        gateway[slot] = 0;
    }

    /**
     * Returns whether a gateway slot is held.
     *
     * @param slot number of the slot.
     * @return true while the process of the holder lives.
     */
    public boolean isSlotHeld(final int slot) {
        return held[slot];
    }

    /**
     * Returns the gateway in a slot, as its lock file names it.
     *
     * @param slot number of the slot.
     * @return index of its gateway-started record; 0 = not written yet.
     */
    public long gatewayInSlot(final int slot) {
        return gateway[slot];
    }
}
