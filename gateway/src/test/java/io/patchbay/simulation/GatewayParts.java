package io.patchbay.simulation;

import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.Inputs;
import io.patchbay.gateway.session.Sessions;

import io.netty.channel.ChannelHandler;

/** Creates or wraps the production parts of a whole gateway. A deliberate {@link GatewayFault} overrides one method. */
class GatewayParts {
    Inputs inputs(final Inputs journal) {
        return journal;
    }

    /** Returns the handler of the engine's frames that is called before the gateway's. */
    GatewayLinkHandler frames(final GatewayLinkHandler gateway) {
        return gateway;
    }

    Sessions.Factory sessions() {
        return Sessions::new;
    }

    /** Returns the handlers of a connection, from those of the gateway. */
    ChannelHandler[] handlers(final ChannelHandler[] gateway) {
        return gateway;
    }

    /** Returns whether the gateway does not see that an engine answers. */
    boolean isBlindToEngine() {
        return false;
    }
}
