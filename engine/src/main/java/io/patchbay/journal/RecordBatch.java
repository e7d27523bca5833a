package io.patchbay.journal;

import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;

/**
 * Some records that follow each other, decoded together; {@link ReadAhead} hands them over. Each has carriers of its own, so all
 * are valid at once. Whoever has it may read it until the next is asked for.
 */
public final class RecordBatch {
    /** Enough for waits on memory to overlap and for the hand-over not to count, few enough to stay in a core's own cache. */
    static final int CAPACITY = 32;

    private final RecordReader[] readers = new RecordReader[CAPACITY];
    private final Input[] inputs = new Input[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private int size;
    private boolean hasCheckpoint;
    private Throwable failure;

    RecordBatch() {
        for (int i = 0; i < CAPACITY; i++) {
            readers[i] = new RecordReader();
        }
    }

    /**
     * How many records there are.
     *
     * @return 1 or more, but for a batch that is not handed over.
     */
    public int size() {
        return size;
    }

    /**
     * One of the records.
     *
     * @param position from 0.
     * @return valid until the next batch is asked for.
     */
    public Input input(final int position) {
        return inputs[position];
    }

    /**
     * Its bytes in the journal, its header not counted.
     *
     * @param position from 0.
     * @return bytes.
     */
    public int lengthBytes(final int position) {
        return lengths[position];
    }

    /**
     * Is one of the records a checkpoint?
     *
     * @return known without a look at each.
     */
    public boolean hasCheckpoint() {
        return hasCheckpoint;
    }

    void clear() {
        size = 0;
        hasCheckpoint = false;
        failure = null;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    /** Decodes a record where it lies. */
    void read(final long index, final long address, final int length) {
        add(readers[size].read(index, address, length), length);
    }

    /** Adds a record that was decoded elsewhere. */
    void add(final Input in, final int length) {
        inputs[size] = in;
        lengths[size++] = length;
        hasCheckpoint |= in instanceof CheckpointInput;
    }

    /** What stopped the reading after these records; null where nothing did. */
    Throwable failure() {
        return failure;
    }

    void failed(final Throwable cause) {
        failure = cause;
    }
}
