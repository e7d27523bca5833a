package io.patchbay.simulation;

import org.agrona.MutableDirectBuffer;

/** Creates the gateways of the gateway module, complete but for the system calls of their sockets. */
public final class WholeGateways implements Gateways {
    private final UpFrames frames = new UpFrames();

    /** Called by the {@link SimLoader}. */
    public WholeGateways() {
    }

    @Override
    public GatewayPart newGateway(final World world, final int slot, final SimProcess process, final SimLink link,
        final SimJournal journal) {
        return new WholeGateway(world, slot, process, link, journal);
    }

    @Override
    public int write(final Up frame, final MutableDirectBuffer to) {
        return frames.write(frame, to);
    }
}
