/**
 * Copies the engine's state, entry by entry, to a snapshot or back.
 */
package io.patchbay.engine.state;
