/**
 * The bench of the engine alone at different sizes of its state.
 */
package io.patchbay.bench.scale;
