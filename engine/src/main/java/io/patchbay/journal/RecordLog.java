package io.patchbay.journal;

import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskSpace;

import java.nio.file.Path;

/**
 * A journal as an engine and its snapshots use it. {@link Journal} is the one of a running process, in files; a simulated machine
 * has its own, in memory.
 */
public interface RecordLog {
    /**
     * Returns the directory, for messages.
     *
     * @return a path.
     */
    Path dir();

    /**
     * Returns the clock that record times come from.
     *
     * @return gives the same time in each process of the machine, never before the last record.
     */
    JournalClock clock();

    /**
     * Returns the free space of the disk.
     *
     * @return always the same object.
     */
    DiskSpace space();

    /**
     * Returns the index of the last record, of whichever writer.
     *
     * @return 0 if there is none.
     */
    long lastIndex();

    /**
     * Returns the index before which records have been removed.
     *
     * @return 0 if none has been.
     */
    long prunedBefore();

    /**
     * Notes on the disk that all records up to an index exist, so that their loss would be seen.
     *
     * @param index of a record.
     */
    void vouch(long index);

    /**
     * Returns a new reader, for one thread, positioned before the first record.
     *
     * @return the reader, to be closed by the caller.
     */
    LogReader newReader();

    /**
     * Returns a new writer, for one thread.
     *
     * @return the writer, to be closed by the caller.
     */
    LogWriter newWriter();

    /**
     * Returns a new sync in the background, for one thread.
     *
     * @return the sync, to be closed by the caller.
     */
    LogSync newSync();
}
