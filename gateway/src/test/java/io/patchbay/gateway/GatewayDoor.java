package io.patchbay.gateway;

import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.link.AeronEngineLink;
import io.patchbay.gateway.session.Sessions;
import io.patchbay.gateway.socket.Sockets;

import java.util.function.UnaryOperator;

/**
 * Gives the simulation access to package-private parts of the gateway.
 */
public final class GatewayDoor {
    private GatewayDoor() {
    }

    /**
     * Creates a gateway that is not started.
     *
     * @param context not concluded.
     * @param link    to the media driver.
     * @param watch   given the gateway's handler, returns the handler that is called first.
     * @param sockets that it listens on.
     * @param factory of its sessions.
     * @return the agent.
     */
    public static GatewayAgent open(final GatewayContext context, final DriverLink link,
        final UnaryOperator<GatewayLinkHandler> watch, final Sockets sockets, final Sessions.Factory factory) {
        return new GatewayAgent(context.aeronLink(link)
            .engineLinks(handler -> new AeronEngineLink(link, context.slot(), watch.apply(handler)))
            .conclude(), sockets, factory);
    }
}
