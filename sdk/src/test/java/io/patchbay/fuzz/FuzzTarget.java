package io.patchbay.fuzz;

import java.util.List;

/**
 * An entry point for bytes that others wrote. An implementation has a constructor without arguments. One thread uses it for one
 * input after the other, so that state left by an input is there for the next one.
 */
public interface FuzzTarget {
    /**
     * Returns the first inputs: a valid one of every kind, and inputs that once caused a finding.
     *
     * @return a list that is never empty.
     */
    List<byte[]> seeds();

    /**
     * Processes an input.
     *
     * @param input any bytes, of any length; may be kept.
     * @throws Throwable if a promise does not hold: the finding.
     */
    void accept(byte[] input) throws Throwable;

    /**
     * Returns how many mutations the build tries, in proportion to what one costs. {@code -Dpatchbay.mutations} overrides it.
     *
     * @return a number of at least 1.
     */
    default int mutations() {
        return 10_000;
    }

    /**
     * Returns the packages whose coverage guides Jazzer.
     *
     * @return a pattern for Jazzer's {@code instrumentation_includes}.
     */
    default String instrumented() {
        return "io.patchbay.**";
    }
}
