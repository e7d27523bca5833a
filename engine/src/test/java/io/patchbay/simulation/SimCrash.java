package io.patchbay.simulation;

/** Thrown to simulate the death of a process in the middle of its work. */
final class SimCrash extends Error {
    static final SimCrash INSTANCE = new SimCrash();

    private SimCrash() {
        super("simulated crash", null, false, false);
    }
}
