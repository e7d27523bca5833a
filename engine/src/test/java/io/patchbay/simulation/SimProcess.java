package io.patchbay.simulation;

import java.util.function.LongConsumer;

/** A process, which dies at a step that was drawn before, anywhere in its work. */
final class SimProcess {
    final String name;
    boolean isAlive = true;
    /** Time until which the process is stopped. */
    long stoppedUntilNs;
    /** Takes the deadline of each request that the process offers; null for all but an engine's process. */
    LongConsumer requests;
    private boolean hasCrashed;
    private int stepsToCrash;

    SimProcess(final String name) {
        this.name = name;
    }

    /** Lets the process die in its n-th step from now on. */
    void crashIn(final int steps) {
        stepsToCrash = steps;
    }

    boolean isDoomed() {
        return stepsToCrash > 0;
    }

    /**
     * Counts a step. Called before and after everything that others can observe: an append, a record read, a frame offered, a
     * stream polled.
     */
    void step() {
        if (stepsToCrash > 0 && --stepsToCrash == 0) {
            hasCrashed = true;
        }
        end();
    }

    /** Throws a {@link SimCrash} if the process is dead, also after other code has caught an earlier one. */
    void end() {
        if (hasCrashed) {
            throw SimCrash.INSTANCE;
        }
    }
}
