/**
 * The seam from a gateway to the engine's delivery streams.
 */
package io.patchbay.gateway.link;
