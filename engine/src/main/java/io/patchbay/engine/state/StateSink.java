package io.patchbay.engine.state;


/**
 * Takes an engine's state, value by value, from {@code Engine.writeState(StateSink)}, for example into a file or into memory.
 * Called on the engine's thread. Equal states give equal values in the same order.
 */
public interface StateSink {
    /**
     * Takes a small number: a tag, a flag or a code.
     *
     * @param value 0 to 255.
     */
    void octet(int value);

    /**
     * Takes a number.
     *
     * @param value any 64 bits.
     */
    void number(long value);

    /**
     * Takes a text.
     *
     * @param value never null.
     */
    void text(String value);

    /**
     * Takes bytes, which are valid only during the call.
     *
     * @param array  contains the bytes.
     * @param offset of the first byte.
     * @param length number of bytes.
     */
    void bytes(byte[] array, int offset, int length);
}
