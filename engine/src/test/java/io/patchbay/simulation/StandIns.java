package io.patchbay.simulation;

import org.agrona.MutableDirectBuffer;

/** Simplified gateways, for simulations of the engine. */
final class StandIns implements Gateways {
    @Override
    public GatewayPart newGateway(final World world, final int slot, final SimProcess process, final SimLink link,
        final SimJournal journal) {
        return new StandInGateway(world, slot, process, link, journal);
    }

    @Override
    public int write(final Up frame, final MutableDirectBuffer to) {
        frame.write(to);
        return Up.LENGTH;
    }
}
