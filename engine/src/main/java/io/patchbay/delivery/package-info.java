/**
 * Delivery of the engine's outputs over Aeron. {@link io.patchbay.delivery.Delivery} encodes each output once and offers it to
 * its receivers, each of which has one ordered stream. {@code GatewayLink} is the other end of those
 * streams, in a gateway. {@code AeronLink} keeps both connected to the data directory's media driver.
 *
 * <p>Nothing here blocks: frames that a receiver does not take at once wait in its window (PROTOCOL.md, "Too slow").
 */
package io.patchbay.delivery;
