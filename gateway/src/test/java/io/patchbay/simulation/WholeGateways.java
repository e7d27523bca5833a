package io.patchbay.simulation;

import org.agrona.MutableDirectBuffer;

/** Creates the gateways of the gateway module, complete but for the system calls of their sockets. */
final class WholeGateways implements Gateways {
    private final UpFrames frames = new UpFrames();
    private final GatewayParts parts;

    WholeGateways() {
        this(new GatewayParts());
    }

    WholeGateways(final GatewayParts parts) {
        this.parts = parts;
    }

    @Override
    public GatewayPart newGateway(final World world, final int slot, final SimProcess process, final SimLink link,
        final SimJournal journal) {
        return new WholeGateway(world, parts, slot, process, link, journal);
    }

    @Override
    public int write(final Up frame, final MutableDirectBuffer to) {
        return frames.write(frame, to);
    }
}
