package io.patchbay.gateway;

/**
 * Which way a frame came in; its answer goes back the same way.
 */
enum Transport {
    /** As JSON over TCP or WebSocket. */
    SOCKET,
    /** As SBE over the Aeron ingress. */
    INGRESS
}
