/**
 * A deterministic simulation of a whole machine on one thread. The real host, delivery, gateway link and engine run over fakes of
 * journal, streams, disk, directory and clock in memory. A seed decides all faults and all timing. The frames that clients
 * receive are compared with a {@link io.patchbay.simulation.Model} that shares no code with the engine.
 *
 * <p>{@link io.patchbay.simulation.SimLoader} loads the production classes as they were compiled, with the types of Aeron and of
 * the journal renamed to the fakes here, so none of their code is there for tests. The same loader can put one of the
 * {@link io.patchbay.simulation.Fault}s into a class, which the simulation has to find.
 */
package io.patchbay.simulation;
