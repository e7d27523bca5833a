/**
 * Connects clients to the journal.
 *
 * <p>Sockets and the Aeron ingress are on one side, the journal and the engine's delivery stream on the other.
 *
 * <p>Upward: {@code TcpConnection}, {@code WebSocketConnection} and {@code IngressAdapter} decode frames and call a
 * {@code Session}. The session decides whether the frame is allowed and appends it through {@code Inputs}.
 * Downward: {@code DeliveryAdapter} encodes each frame of the engine as JSON once and writes it to every session that it is for.
 * {@link io.patchbay.gateway.GatewayAgent} drives all of this in one duty cycle on one thread.
 * {@code GatewayContext} holds the settings. {@code gateway/PROTOCOL.md} describes the protocol.
 */
package io.patchbay.gateway;
