/**
 * The Aeron side of a gateway: frames of instances come in, frames of the engine go to sessions.
 */
package io.patchbay.gateway.aeron;
