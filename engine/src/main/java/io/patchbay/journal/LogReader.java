package io.patchbay.journal;

import io.patchbay.engine.input.Inputs;
import io.patchbay.journal.record.RecordHandler;

/**
 * A position in a {@link RecordLog}, from which records are read in order. One thread.
 */
public interface LogReader extends AutoCloseable {
    /**
     * Passes records to inputs.
     *
     * @param handler takes the records.
     * @param limit   the largest number of records.
     * @return the number of records.
     */
    int poll(Inputs handler, int limit);

    /**
     * Passes one record to a handler.
     *
     * @param handler takes the record.
     * @return false at the end.
     */
    boolean next(RecordHandler handler);

    /**
     * Returns whether there are no more records.
     *
     * @return false if there is a record, or if only a poll can tell.
     */
    boolean isAtEnd();

    /**
     * Returns the index of the record that was passed last.
     *
     * @return 0 before the first.
     */
    long index();

    /**
     * Moves to the first record whose index is not below a given one; it is passed next.
     *
     * @param from an index, of a record or not.
     */
    void moveTo(long from);

    /**
     * Skips the next record.
     *
     * @param passed index of the next record, which is in the journal.
     */
    void passOver(long passed);

    @Override
    void close();
}
