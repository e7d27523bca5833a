package io.patchbay.simulation;

import org.agrona.MutableDirectBuffer;

/** Which gateways a machine has, and what its clients say to them by Aeron. */
interface Gateways {
    GatewayPart newGateway(World world, int slot, SimProcess process, SimLink link, SimJournal journal);

    /** Writes what a client says; returns the length. */
    int write(Up frame, MutableDirectBuffer to);
}
