package io.patchbay.simulation;

import org.agrona.MutableDirectBuffer;

/** The kind of gateways of a simulated machine, with the encoding of frames that its clients send over Aeron. */
interface Gateways {
    GatewayPart newGateway(World world, int slot, SimProcess process, SimLink link, SimJournal journal);

    /** Encodes a client's frame. Returns the length. */
    int write(Up frame, MutableDirectBuffer to);
}
