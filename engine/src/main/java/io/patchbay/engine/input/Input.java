package io.patchbay.engine.input;


/**
 * The fields that all carriers share. The owner fills and reuses a carrier. A method that is passed one must not keep it, nor its
 * buffers.
 */
public abstract class Input {
    /** Position of the record in the journal; set by the writer after the append, by a reader before it applies. */
    public long index;
    /** Record time, epoch nanoseconds, monotonic per writer; set by the writer. */
    public long timeNs;

    /**
     * Returns the kind of record.
     *
     * @return the kind.
     */
    public abstract RecordKind kind();

    /**
     * Calls the one method of an {@link Inputs} that takes this kind.
     *
     * @param inputs to call.
     */
    public abstract void applyTo(Inputs inputs);
}
