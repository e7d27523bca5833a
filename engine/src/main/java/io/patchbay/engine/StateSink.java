package io.patchbay.engine;

/**
 * Takes an engine's state, value by value, as {@link Engine#writeState(StateSink)} gives it: into a file, into memory. Called on
 * the engine's thread. Equal states give equal values in the same order.
 */
public interface StateSink {
    /**
     * A small number: a tag, a flag, a code.
     *
     * @param value 0 to 255.
     */
    void octet(int value);

    /**
     * A number.
     *
     * @param value of 64 bits.
     */
    void number(long value);

    /**
     * A text.
     *
     * @param value never null.
     */
    void text(String value);

    /**
     * Some bytes, which hold only during the call.
     *
     * @param array  that has them.
     * @param offset of the first.
     * @param length how many.
     */
    void bytes(byte[] array, int offset, int length);
}
