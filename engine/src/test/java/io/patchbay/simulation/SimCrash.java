package io.patchbay.simulation;

/** The death of a process, in the middle of whatever it did. */
final class SimCrash extends Error {
    static final SimCrash INSTANCE = new SimCrash();

    private SimCrash() {
        super("simulated crash", null, false, false);
    }
}
