package io.patchbay.simulation;

import io.patchbay.protocol.StreamIds;

/**
 * Stands for the data directory: who holds which gateway slot. A lock goes with its process.
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
     * As the directory says.
     *
     * @param slot number.
     * @return true while its process lives.
     */
    public boolean isSlotHeld(final int slot) {
        return held[slot];
    }

    /**
     * As the lock file's first line says.
     *
     * @param slot number.
     * @return index of its gateway-started record, 0 = not yet.
     */
    public long gatewayInSlot(final int slot) {
        return gateway[slot];
    }
}
