/**
 * The gateway: sockets and the Aeron ingress on one side, the journal and the engine's delivery stream on the other.
 *
 * <p>Up: {@code TcpConnection}, {@code WebSocketConnection} and {@code IngressAdapter} take frames apart and call a
 * {@code Session}, which decides whether the frame is allowed and appends it through
 * {@link io.patchbay.engine.Inputs}. Down: {@code DeliveryAdapter} takes what the engine says, turns it into JSON once and
 * writes it to every session that it is for. {@link io.patchbay.gateway.GatewayAgent} is the duty cycle that drives all of it
 * on one thread; {@link io.patchbay.gateway.GatewayContext} holds the settings. The contract with clients is
 * {@code gateway/PROTOCOL.md}.
 */
package io.patchbay.gateway;
