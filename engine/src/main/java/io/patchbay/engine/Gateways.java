package io.patchbay.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * The gateways that have started and are not lost, in order of their start.
 */
final class Gateways {
    private final TreeMap<Long, GatewayState> byId = new TreeMap<>();
    private final Collection<GatewayState> view = Collections.unmodifiableCollection(byId.values());
    private final StateHash hash;

    Gateways(final StateHash hash) {
        this.hash = hash;
    }

    Collection<GatewayState> all() {
        return view;
    }

    GatewayState get(final long id) {
        return byId.get(id);
    }

    GatewayState inSlot(final int slot) {
        for (final GatewayState gateway : view) {
            if (gateway.slot == slot) {
                return gateway;
            }
        }
        return null;
    }

    void add(final GatewayState gateway) {
        byId.put(gateway.id, gateway);
        hash.add(gateway.hash());
    }

    void remove(final GatewayState gateway) {
        byId.remove(gateway.id);
        hash.remove(gateway.hash());
    }
}
