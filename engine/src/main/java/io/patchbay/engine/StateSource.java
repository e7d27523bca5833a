package io.patchbay.engine;

/**
 * Gives back what a {@link StateSink} took, in the same order, to {@link Engine#readState(StateSource)}. Whoever implements it
 * has made sure that it is what was written; where a value is missing it throws an {@link IllegalStateException}.
 */
public interface StateSource {
    /**
     * A small number.
     *
     * @return 0 to 255.
     */
    int octet();

    /**
     * A number.
     *
     * @return 64 bits.
     */
    long number();

    /**
     * A text.
     *
     * @return never null.
     */
    String text();

    /**
     * Some bytes.
     *
     * @return a new array.
     */
    byte[] bytes();
}
