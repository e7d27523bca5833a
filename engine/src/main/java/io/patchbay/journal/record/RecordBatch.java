package io.patchbay.journal.record;

import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;

/**
 * A batch of consecutive records, decoded together and handed over by {@code ReadAhead}. It may be read until the next batch is
 * asked for.
 */
public final class RecordBatch {
    /**
     * Maximum number of records: enough to overlap waits for memory and to make the hand-over cheap, few enough for a core's own
     * cache.
     */
    static final int CAPACITY = 32;

    private final PackedRecords packed = new PackedRecords(CAPACITY);
    /** Records that are not packed use a carrier of one of these readers. */
    private final RecordReader[] readers = new RecordReader[CAPACITY];
    private final Input[] inputs = new Input[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private int size;
    private int readersUsed;
    private boolean hasCheckpoint;
    private Throwable failure;

    public RecordBatch() {
        for (int i = 0; i < CAPACITY; i++) {
            readers[i] = new RecordReader();
        }
    }

    /**
     * Returns the number of records.
     *
     * @return at least 1 for a batch that was handed over.
     */
    public int size() {
        return size;
    }

    /**
     * Returns one of the records.
     *
     * @param position position in the batch, from 0.
     * @return a record, valid until another of this batch, or the next batch, is asked for.
     */
    public Input input(final int position) {
        final Input in = packed.get(position);
        return in == null ? inputs[position] : in;
    }

    /**
     * Returns the index of one of the records.
     *
     * @param position position in the batch, from 0.
     * @return its index.
     */
    public long index(final int position) {
        return packed.index(position);
    }

    /**
     * Returns whether a record is known to have an id, without a look at the record itself.
     *
     * @param position position in the batch, from 0.
     * @return true for nearly all messages and replies.
     */
    public boolean hasId(final int position) {
        return packed.hasId(position);
    }

    /**
     * Returns the upper half of a record's id.
     *
     * @param position position of a record for which {@link #hasId} is true.
     * @return the upper 64 bits.
     */
    public long idHi(final int position) {
        return packed.idHi(position);
    }

    /**
     * Returns the lower half of a record's id.
     *
     * @param position position of a record for which {@link #hasId} is true.
     * @return the lower 64 bits.
     */
    public long idLo(final int position) {
        return packed.idLo(position);
    }

    /**
     * Returns the length of a record in the journal, without its header.
     *
     * @param position position in the batch, from 0.
     * @return bytes.
     */
    public int lengthBytes(final int position) {
        return lengths[position];
    }

    /**
     * Returns whether one of the records is a checkpoint.
     *
     * @return true if there is one; no record is looked at.
     */
    public boolean hasCheckpoint() {
        return hasCheckpoint;
    }

    public void clear() {
        size = 0;
        readersUsed = 0;
        hasCheckpoint = false;
        failure = null;
    }

    public boolean isFull() {
        return size == CAPACITY;
    }

    /** Decodes a record in place. */
    public void read(final long index, final long address, final int length) {
        if (!add(readers[readersUsed].read(index, address, length), length)) {
            readersUsed++;
        }
    }

    /** Adds a record that any reader decoded. Returns whether it was packed; if not, its carrier must not be reused. */
    public boolean add(final Input in, final int length) {
        final boolean isPacked = packed.put(size, in);
        if (!isPacked) {
            inputs[size] = in;
            hasCheckpoint |= in instanceof CheckpointInput;
        }
        lengths[size++] = length;
        return isPacked;
    }

    /** Returns the exception that stopped the reading after these records, or null. */
    public Throwable failure() {
        return failure;
    }

    public void failed(final Throwable cause) {
        failure = cause;
    }
}
