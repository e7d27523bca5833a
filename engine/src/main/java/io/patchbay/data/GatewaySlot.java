package io.patchbay.data;

import io.patchbay.protocol.Indexes;

/**
 * One of the data directory's places for gateways, held by one gateway. Its number determines the gateway's stream ids.
 */
public final class GatewaySlot extends ProcessLock {
    private final int number;

    GatewaySlot(final HeldPlace place, final int number) {
        super(place);
        this.number = number;
        place.write(ProcessName.own());
    }

    /**
     * Returns the number of the slot.
     *
     * @return 0 to {@link io.patchbay.protocol.StreamIds#MAX_GATEWAYS} - 1.
     */
    public int number() {
        return number;
    }

    /**
     * Writes the gateway into the slot's line, for {@link DataDirectory#gatewayInSlot(int)}.
     *
     * @param gateway index of its gateway-started record.
     */
    public void writeGateway(final long gateway) {
        place().write(Indexes.format(gateway) + ' ' + ProcessName.own());
    }
}
