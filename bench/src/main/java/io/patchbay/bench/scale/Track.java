package io.patchbay.bench.scale;

import io.patchbay.engine.input.Input;
import io.patchbay.protocol.Choose;

/**
 * One size of a comparison: an engine in the same steady state as that of the other size, whose turns are timed.
 */
final class Track {
    private static final long START_NS = 1_795_384_471_000_000_000L;
    private static final long STEP_NS = 1_000;

    private final World world;
    private final String size;
    private long index;
    private long timeNs = START_NS;
    private long pairs;
    private long elapsedNs;

    Track(final String size, final int services, final int instances, final Choose choose, final boolean isKeyed,
        final int open, final int endedIds) {
        this.size = size;
        world = new World(this::record, endedIds);
        world.register(services, instances, choose, isKeyed, open + 1);
        for (int i = 0; i < open; i++) {
            world.ask();
        }
        turn(endedIds);
        reset();
    }

    private void record(final Input in) {
        in.index = ++index;
        timeNs += STEP_NS;
        in.timeNs = timeNs;
    }

    /** Times a number of requests, each with the reply to the oldest request that is open. */
    void turn(final int count) {
        final long startNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            world.ask();
            world.answer();
        }
        elapsedNs += System.nanoTime() - startNs;
        pairs += count;
    }

    void reset() {
        world.check();
        pairs = 0;
        elapsedNs = 0;
    }

    String size() {
        return size;
    }

    double nsPerRecord() {
        return elapsedNs / (2.0 * pairs);
    }

    long elapsedNs() {
        return elapsedNs;
    }
}
