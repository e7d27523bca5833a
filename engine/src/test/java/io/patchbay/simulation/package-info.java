/**
 * A deterministic simulation of a whole machine on one thread. The real host, delivery, gateway link and engine run over fakes of
 * journal, streams, disk, directory and clock in memory. A seed decides all faults and all timing. The frames that clients
 * receive are compared with a {@link io.patchbay.simulation.Model} that shares no code with the engine.
 *
 * <p>The fakes implement the interfaces that the production classes are written against. Each
 * {@link io.patchbay.simulation.Fault} replaces one of the {@link io.patchbay.simulation.MachineParts} by one with a mistake,
 * which the simulation has to find.
 */
package io.patchbay.simulation;
