package io.patchbay.engine.slot;

import io.patchbay.engine.hash.StateHash;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * The gateways that have started and are not lost, in order of their start.
 */
public final class Gateways {
    private final TreeMap<Long, GatewayState> byId = new TreeMap<>();
    private final Collection<GatewayState> view = Collections.unmodifiableCollection(byId.values());
    private final StateHash hash;

    public Gateways(final StateHash hash) {
        this.hash = hash;
    }

    public Collection<GatewayState> all() {
        return view;
    }

    public GatewayState get(final long id) {
        return byId.get(id);
    }

    public GatewayState inSlot(final int slot) {
        for (final GatewayState gateway : view) {
            if (gateway.slot == slot) {
                return gateway;
            }
        }
        return null;
    }

    public void add(final GatewayState gateway) {
        byId.put(gateway.id, gateway);
        hash.add(gateway.hash());
    }

    public void remove(final GatewayState gateway) {
        byId.remove(gateway.id);
        hash.remove(gateway.hash());
    }
}
