package io.patchbay.simulation;

import java.util.function.LongConsumer;

/** A process: dies at a step that was drawn before, wherever in its work that is. */
final class SimProcess {
    final String name;
    boolean isAlive = true;
    /** It stands still until then. */
    long stoppedUntilNs;
    /** Told of the record of each request that it offers; null for all but an engine's. */
    LongConsumer requests;
    private boolean hasCrashed;
    private int stepsToCrash;

    SimProcess(final String name) {
        this.name = name;
    }

    /** It is to die in its n-th step from now on. */
    void crashIn(final int steps) {
        stepsToCrash = steps;
    }

    boolean isDoomed() {
        return stepsToCrash > 0;
    }

    /** Before and after everything that others can see: an append, a record read, a frame offered, a stream polled. */
    void step() {
        if (stepsToCrash > 0 && --stepsToCrash == 0) {
            hasCrashed = true;
        }
        end();
    }

    /** A dead one does nothing more, whatever has caught its crash. */
    void end() {
        if (hasCrashed) {
            throw SimCrash.INSTANCE;
        }
    }
}
