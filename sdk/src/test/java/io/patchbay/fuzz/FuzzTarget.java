package io.patchbay.fuzz;

import java.util.List;

/**
 * One way in for bytes that others wrote. Has a constructor without arguments; used on one thread, for one input after the
 * other, so what an input leaves behind is there for the next.
 */
public interface FuzzTarget {
    /**
     * Inputs to begin with: a legal one of every kind, and what has been wrong before.
     *
     * @return never empty.
     */
    List<byte[]> seeds();

    /**
     * Takes any bytes in.
     *
     * @param input of any length; may be kept.
     * @throws Throwable where a promise does not hold: the finding.
     */
    void accept(byte[] input) throws Throwable;

    /**
     * How many mutations the build tries, in keeping with what one costs; {@code -Dpatchbay.mutations} overrules it.
     *
     * @return at least 1.
     */
    default int mutations() {
        return 10_000;
    }

    /**
     * Packages whose coverage leads Jazzer.
     *
     * @return as Jazzer's {@code instrumentation_includes} wants it.
     */
    default String instrumented() {
        return "io.patchbay.**";
    }
}
