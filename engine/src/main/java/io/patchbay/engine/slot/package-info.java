/**
 * What the engine knows of the gateways, by gateway slot.
 */
package io.patchbay.engine.slot;
