package io.patchbay.gateway.session;

/**
 * The path on which a frame arrived. Its answer is sent on the same path.
 */
public enum Transport {
    /** JSON over TCP or WebSocket. */
    SOCKET,
    /** SBE over the Aeron ingress. */
    INGRESS
}
