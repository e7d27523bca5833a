package io.patchbay.journal;

import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;

/**
 * Some records that follow each other, decoded together; {@link ReadAhead} hands them over. Whoever has it may read it until the
 * next is asked for.
 */
public final class RecordBatch {
    /** Enough for waits on memory to overlap and for the hand-over not to count, few enough to stay in a core's own cache. */
    static final int CAPACITY = 32;

    private final PackedRecords packed = new PackedRecords(CAPACITY);
    /** Those that are not packed have carriers of their own, each of one of these readers. */
    private final RecordReader[] readers = new RecordReader[CAPACITY];
    private final Input[] inputs = new Input[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private int size;
    private int readersUsed;
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
     * @return valid until another of this batch, or the next batch, is asked for.
     */
    public Input input(final int position) {
        final Input in = packed.get(position);
        return in == null ? inputs[position] : in;
    }

    /**
     * Index of one of the records.
     *
     * @param position from 0.
     * @return as in the record.
     */
    public long index(final int position) {
        return packed.index(position);
    }

    /**
     * Is it known, without a look at the record itself, to be of an id?
     *
     * @param position from 0.
     * @return true for nearly all messages and replies.
     */
    public boolean hasId(final int position) {
        return packed.hasId(position);
    }

    /**
     * Upper half of a record's id.
     *
     * @param position of one that {@link #hasId}.
     * @return as in the record.
     */
    public long idHi(final int position) {
        return packed.idHi(position);
    }

    /**
     * Lower half of a record's id.
     *
     * @param position of one that {@link #hasId}.
     * @return as in the record.
     */
    public long idLo(final int position) {
        return packed.idLo(position);
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
        readersUsed = 0;
        hasCheckpoint = false;
        failure = null;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    /** Decodes a record where it lies. */
    void read(final long index, final long address, final int length) {
        if (!add(readers[readersUsed].read(index, address, length), length)) {
            readersUsed++;
        }
    }

    /** Adds a record that was decoded by whatever reader; false where its carrier must stay as it is. */
    boolean add(final Input in, final int length) {
        final boolean isPacked = packed.put(size, in);
        if (!isPacked) {
            inputs[size] = in;
            hasCheckpoint |= in instanceof CheckpointInput;
        }
        lengths[size++] = length;
        return isPacked;
    }

    /** What stopped the reading after these records; null where nothing did. */
    Throwable failure() {
        return failure;
    }

    void failed(final Throwable cause) {
        failure = cause;
    }
}
