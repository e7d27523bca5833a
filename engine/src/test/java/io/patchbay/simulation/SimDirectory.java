package io.patchbay.simulation;

import io.patchbay.data.GatewaySlots;
import io.patchbay.protocol.StreamIds;

/**
 * A fake of the data directory: the holders of the gateway slots. A lock is released when its process dies.
 */
final class SimDirectory implements GatewaySlots {
    final boolean[] held = new boolean[StreamIds.MAX_GATEWAYS];
    final long[] gateway = new long[StreamIds.MAX_GATEWAYS];

    void release(final int slot) {
        held[slot] = false;
    }

    void take(final int slot) {
        held[slot] = true;
        gateway[slot] = 0;
    }

    @Override
    public boolean isSlotHeld(final int slot) {
        return held[slot];
    }

    @Override
    public long gatewayInSlot(final int slot) {
        return gateway[slot];
    }
}
