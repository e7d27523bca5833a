package io.patchbay.engine;

import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.engine.slot.Gateways;

/**
 * Computes the sum of the hashes of all entries of the state anew, for comparison with the sum that {@link StateHash} maintains.
 */
final class StateAudit {
    private StateAudit() {
    }

    static long hash(final Gateways gateways, final Registry registry, final EndedIds endedIds,
        final ExpectedServices expected) {
        long sum = endedIds.recomputedHash();
        for (final GatewayState gateway : gateways.all()) {
            sum += gateway.hash();
        }
        for (final ServiceState service : registry.services()) {
            sum += service.hash() + cursors(service);
        }
        for (final Instance instance : registry.instances()) {
            sum += instance.recomputedHash() + instance.loadHash();
            sum += instance.drain == null ? 0 : instance.drain.hash();
            sum += pending(instance);
        }
        for (final ExpectedService service : expected.all()) {
            sum += service.hash() + pending(service.lobby);
        }
        return sum;
    }

    private static long pending(final Instance instance) {
        long sum = 0;
        for (OpenRequest request = instance.firstPending; request != null; request = request.nextPending) {
            sum += request.hash();
        }
        return sum;
    }

    private static long cursors(final ServiceState service) {
        long sum = 0;
        for (final Route route : service.routes.values()) {
            sum += route.hash();
        }
        return sum;
    }
}
