package io.patchbay.simulation;

import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Runs seeds; the one class that tests reach through the {@link SimLoader}, by types of the JDK only.
 */
public final class Simulation implements LongFunction<long[]> {
    private final Counts counts = new Counts();
    private final World world;

    /**
     * A machine that is used again for each seed.
     *
     * @param trace    told of each event, or null.
     * @param gateways which it has, as one of this package's interface.
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
