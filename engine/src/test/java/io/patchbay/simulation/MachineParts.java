package io.patchbay.simulation;

import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.DeliveryContext;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.journal.clock.JournalClock;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/** Creates the production parts of a simulated machine. A deliberate {@link Fault} overrides one method. */
class MachineParts {
    Engine newEngine(final Outputs outputs) {
        return new Engine(outputs);
    }

    Delivery newDelivery(final DeliveryContext context) {
        return new Delivery(context);
    }

    /** Returns the outputs that a checked engine sends its frames to. */
    Outputs sender(final Outputs delivery) {
        return delivery;
    }

    JournalClock newClock(final NanoClock elapsed, final EpochNanoClock wall, final AtomicBuffer anchor) {
        return new JournalClock(elapsed, wall, anchor);
    }

    GatewayLink newGatewayLink(final DriverLink link, final int slot, final GatewayLinkHandler handler) {
        return new GatewayLink(link, slot, handler);
    }

    /** Returns whether one-way messages that were in the journal when a reader was opened are left out. */
    boolean isForgetfulOfOneWay() {
        return false;
    }

    /** Returns whether a stream for which there was no room is never made, however often it is requested. */
    boolean isRefusedForGood() {
        return false;
    }
}
