package io.patchbay.engine.slot;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.GatewayStartedInput;

/**
 * A gateway that has started and is not lost. Hosts read it on the engine's thread.
 */
public final class GatewayState {
    public final long id;
    public final int slot;
    public final String name;

    public GatewayState(final GatewayStartedInput in) {
        id = in.index;
        slot = in.slot;
        name = in.name;
    }

    /**
     * Returns the gateway's id, the index of its gateway-started record.
     *
     * @return never 0.
     */
    public long id() {
        return id;
    }

    /**
     * Returns which of the data directory's gateway slots it holds.
     *
     * @return 0 or more; no two gateways share one.
     */
    public int slot() {
        return slot;
    }

    /**
     * Returns its host and process, for people to read.
     *
     * @return as recorded.
     */
    public String name() {
        return name;
    }

    public long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(Hash64.next(StateHash.GATEWAY, id), slot), name));
    }
}
