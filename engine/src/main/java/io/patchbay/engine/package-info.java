/**
 * The pure core: {@link io.patchbay.engine.Inputs} in, {@link io.patchbay.engine.Engine} between,
 * {@link io.patchbay.engine.Outputs} out. One thread, no clock, no randomness, no I/O, no map order that can differ: the
 * same inputs give the same outputs and the same state hash, live, in replay and in simulation (contract, section 6).
 */
package io.patchbay.engine;
