package io.patchbay.simulation;

/** How much has been simulated. */
final class Counts {
    long records;
    long frames;
    long faults;
    long crashes;
    long snapshots;
    /** Folds that began at one. */
    long resumed;
}
