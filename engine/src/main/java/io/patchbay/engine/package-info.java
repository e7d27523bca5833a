/**
 * The deterministic core: {@link io.patchbay.engine.Engine} turns {@code Inputs} into
 * {@link io.patchbay.engine.Outputs}. It has one thread, no clock, no randomness, no I/O, and no map whose order can differ. The
 * same inputs give the same outputs and the same state hash, live, in a replay and in a simulation.
 */
package io.patchbay.engine;
