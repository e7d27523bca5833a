package io.patchbay.simulation;

import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Runs the seeds of a simulation. It is the only class that tests reach through the {@link SimLoader}, and uses only types of the
 * JDK for that.
 */
public final class Simulation implements LongFunction<long[]> {
    private final Counts counts = new Counts();
    private final World world;

    /**
     * Creates a machine that is reused for each seed.
     *
     * @param trace    takes a line for each event, or null.
     * @param gateways the kind of its gateways, a {@link Gateways}.
     */
    public Simulation(final Consumer<String> trace, final Object gateways) {
        world = new World((Gateways)gateways, new Trace(trace), counts);
    }

    /**
     * Runs one seed.
     *
     * @param seed decides everything.
     * @return counts over all seeds so far: records, records applied by all folds, frames, faults, crashes, snapshots,
     *     seeds whose last fold began at a snapshot.
     */
    @Override
    public long[] apply(final long seed) {
        world.run(seed);
        return new long[] {counts.records, world.log.applied, counts.frames, counts.faults, counts.crashes,
            counts.snapshots, counts.resumed};
    }
}
