package io.patchbay.simulation;

/** How much has been simulated. */
final class Counts {
    long records;
    long frames;
    long faults;
    long crashes;
}
