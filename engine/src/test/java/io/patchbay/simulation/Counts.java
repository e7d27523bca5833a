package io.patchbay.simulation;

/** Counts of what has been simulated. */
final class Counts {
    long records;
    long frames;
    long faults;
    long crashes;
    long snapshots;
    /** Seeds whose last fold began at a snapshot. */
    long resumed;
}
