package io.patchbay.simulation;

import java.util.function.Consumer;

/** Runs the seeds of a simulation, one after the other on one machine. */
final class Simulation {
    private final Counts counts = new Counts();
    private final World world;

    /** Creates a machine that is reused for each seed. The trace takes a line for each event; null for no trace. */
    Simulation(final Gateways gateways, final MachineParts parts, final Consumer<String> trace) {
        world = new World(gateways, parts, new Trace(trace), counts);
    }

    /**
     * Runs one seed, which decides everything. Returns counts over all seeds so far: records, records applied by all folds,
     * frames, faults, crashes, snapshots, seeds whose last fold began at a snapshot.
     */
    long[] run(final long seed) {
        world.run(seed);
        return new long[] {counts.records, world.log.applied, counts.frames, counts.faults, counts.crashes,
            counts.snapshots, counts.resumed};
    }
}
