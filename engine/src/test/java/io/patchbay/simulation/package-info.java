/**
 * Ten thousand unlucky days on one thread: the real host, delivery, gateway link and engine, with journal, streams, disk,
 * directory and clock behind fakes in memory, driven by a seed and held against a {@link io.patchbay.simulation.Model} that
 * knows nothing of the engine.
 *
 * <p>{@link io.patchbay.simulation.SimLoader} loads the production classes as they were compiled, with the types of Aeron and
 * of the journal renamed to the fakes here: so not a line of them is there for tests. The same loader can put one of the
 * {@link io.patchbay.simulation.Fault}s into a class, which the simulation has to find.
 */
package io.patchbay.simulation;
