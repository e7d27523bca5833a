package io.patchbay.data;

/**
 * The gateway slots of a data directory and who holds them. {@link DataDirectory} is the one of a running process, with locks; a
 * simulated machine has its own.
 */
public interface GatewaySlots {
    /**
     * Returns whether a living gateway holds a slot.
     *
     * @param slot number of the slot, 0 to {@link io.patchbay.protocol.StreamIds#MAX_GATEWAYS} - 1.
     * @return false also if it was never taken.
     */
    boolean isSlotHeld(int slot);

    /**
     * Returns the gateway that holds a slot, or held it last.
     *
     * @param slot number of the slot, 0 to {@link io.patchbay.protocol.StreamIds#MAX_GATEWAYS} - 1.
     * @return index of its gateway-started record; 0 if it has not written one yet.
     */
    long gatewayInSlot(int slot);
}
