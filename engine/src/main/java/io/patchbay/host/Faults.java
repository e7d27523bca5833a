package io.patchbay.host;

import io.patchbay.delivery.DeliveryFaults;
import io.patchbay.engine.Registry;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.protocol.DisconnectReason;

import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the failures of delivery while a record is applied, and writes them to the journal afterwards. Used by the
 * {@link EngineAgent} on its thread.
 */
final class Faults implements DeliveryFaults {
    private final LongArrayList withheldRequests = new LongArrayList();
    private final LongArrayList withheldInstances = new LongArrayList();
    private final LongArrayList failedInstances = new LongArrayList();
    private final List<DisconnectReason> reasons = new ArrayList<>();
    private final LongArrayList failedGateways = new LongArrayList();
    private final WithheldInput withheld = new WithheldInput();
    private final DeliveryFailedInput deliveryFailed = new DeliveryFailedInput();
    private final GatewayLostInput gatewayLost = new GatewayLostInput();

    @Override
    public void onWithheld(final long request, final long instance) {
        withheldRequests.addLong(request);
        withheldInstances.addLong(instance);
    }

    @Override
    public void onInstanceFailed(final long instance, final DisconnectReason reason) {
        failedInstances.addLong(instance);
        reasons.add(reason);
    }

    @Override
    public void onGatewayFailed(final long gateway) {
        failedGateways.addLong(gateway);
    }

    /** Writes the failures. Those of gateways and instances that have left are dropped. Returns how many there were. */
    int write(final Inputs journal, final Registry registry, final GatewayWatch watch) {
        final int count = withheldRequests.size() + failedInstances.size() + failedGateways.size();
        if (count == 0) {
            return 0;
        }
        for (int i = 0; i < withheldRequests.size(); i++) {
            withheld.request = withheldRequests.getLong(i);
            withheld.instance = withheldInstances.getLong(i);
            journal.withheld(withheld);
        }
        for (int i = 0; i < failedInstances.size(); i++) {
            deliveryFailed.instance = failedInstances.getLong(i);
            deliveryFailed.reason = reasons.get(i);
            if (registry.instance(deliveryFailed.instance) != null) {
                journal.deliveryFailed(deliveryFailed);
            }
        }
        for (int i = 0; i < failedGateways.size(); i++) {
            writeLost(journal, watch, failedGateways.getLong(i));
        }
        withheldRequests.clear();
        withheldInstances.clear();
        failedInstances.clear();
        reasons.clear();
        failedGateways.clear();
        return count;
    }

    /** Writes that a gateway is lost. Returns false where that was written before or the gateway has left. */
    boolean writeLost(final Inputs journal, final GatewayWatch watch, final long gateway) {
        if (watch.report(gateway)) {
            gatewayLost.gateway = gateway;
            gatewayLost.orderly = false;
            journal.gatewayLost(gatewayLost);
            return true;
        }
        return false;
    }
}
