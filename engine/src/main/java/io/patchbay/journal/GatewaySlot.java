package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One of the data directory's places for a gateway, held by one gateway. Its number fixes the gateway's stream ids.
 */
public final class GatewaySlot extends ProcessLock {
    private final int number;

    GatewaySlot(final Path file, final FileChannel channel, final int number) {
        super(file, channel);
        this.number = number;
    }

    /**
     * Which slot it is.
     *
     * @return 0 to {@link io.patchbay.protocol.Streams#MAX_GATEWAYS} - 1.
     */
    public int number() {
        return number;
    }

    /**
     * Leaves a note of which gateway holds it, read by {@link DataDirectory#gatewayInSlot(int)}.
     *
     * @param gateway index of its gateway-started record.
     */
    public void writeGateway(final long gateway) {
        writeLine(Indexes.format(gateway));
    }
}
