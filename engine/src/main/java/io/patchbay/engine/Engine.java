package io.patchbay.engine;

/**
 * The engine: applies one record after the other and says what follows from it. One thread.
 */
public abstract class Engine implements Inputs {
    /**
     * Registered services and consumers.
     *
     * @return as it is after the last record applied.
     */
    public abstract Registry registry();

    /**
     * Index of the last record applied.
     *
     * @return 0 before the first.
     */
    public abstract long index();

    /**
     * Engine time: the highest record time so far.
     *
     * @return epoch nanoseconds, 0 before the first record.
     */
    public abstract long timeNs();

    /**
     * Hash of everything that can affect a later output.
     *
     * @return the same for the same state, however it was reached.
     */
    public abstract long stateHash();

    /**
     * Would a tick of this time make a deadline or a drain pass? Asked by the host on its own duty cycle, which then journals
     * a tick. Cheap, changes nothing.
     *
     * @param nowNs by the host's clock, epoch nanoseconds.
     * @return true if a tick is to be written.
     */
    public abstract boolean isDue(long nowNs);
}
