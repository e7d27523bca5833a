package io.patchbay.journal;

/**
 * Makes records of a {@link RecordLog} durable in the background, so that the caller does not wait for the disk. One thread.
 */
public interface LogSync extends AutoCloseable {
    /**
     * Requests that all records up to an index be made durable.
     *
     * @param index of a record.
     */
    void request(long index);

    /**
     * Returns the index up to which the journal is durable.
     *
     * @return index of a record; throws the exception of a sync that failed.
     */
    long syncedIndex();

    @Override
    void close();
}
