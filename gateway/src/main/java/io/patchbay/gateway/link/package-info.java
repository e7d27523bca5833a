/**
 * The seam between a gateway and the engine's delivery streams.
 */
package io.patchbay.gateway.link;
