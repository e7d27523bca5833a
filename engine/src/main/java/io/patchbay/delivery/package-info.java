/**
 * What the engine says, on its way out: {@link io.patchbay.delivery.Delivery} encodes each output once and offers it to its
 * receivers over Aeron, one ordered stream a receiver; {@link io.patchbay.delivery.GatewayLink} is the other end of those
 * streams, in a gateway; {@link io.patchbay.delivery.AeronLink} keeps either connected to the data directory's media driver.
 * Nothing here blocks: what a receiver does not take at once waits in its window (contract, section 7).
 */
package io.patchbay.delivery;
