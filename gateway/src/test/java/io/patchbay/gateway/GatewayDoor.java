package io.patchbay.gateway;

import io.patchbay.delivery.AeronLink;
import io.patchbay.delivery.GatewayLinkHandler;

import java.util.function.UnaryOperator;

/**
 * Lets the simulation in.
 */
public final class GatewayDoor {
    private GatewayDoor() {
    }

    /**
     * A whole gateway.
     *
     * @param context not concluded.
     * @param link    to the media driver.
     * @param watch   given what the gateway is told of its streams, gives who is told first.
     * @return not started.
     */
    public static GatewayAgent open(final GatewayContext context, final AeronLink link,
        final UnaryOperator<GatewayLinkHandler> watch) {
        return new GatewayAgent(context.aeronLink(link)
            .engineLinks(handler -> new AeronEngineLink(link, context.slot(), watch.apply(handler)))
            .conclude());
    }
}
