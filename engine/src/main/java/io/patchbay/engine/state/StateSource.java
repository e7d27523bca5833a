package io.patchbay.engine.state;


/**
 * Gives the values that a {@link StateSink} took, in the same order, to {@code Engine.readState(StateSource)}. An implementation
 * has verified that they are what was written. Where a value is missing it throws an {@link IllegalStateException}.
 */
public interface StateSource {
    /**
     * Returns the next value, a small number.
     *
     * @return 0 to 255.
     */
    int octet();

    /**
     * Returns the next value, a number.
     *
     * @return any 64 bits.
     */
    long number();

    /**
     * Returns the next value, a text.
     *
     * @return never null.
     */
    String text();

    /**
     * Returns the next value, bytes.
     *
     * @return a new array.
     */
    byte[] bytes();
}
