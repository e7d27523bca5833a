package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
import io.patchbay.journal.record.RecordHandler;

/**
 * A fake of the journal's reader.
 */
public final class SimJournalReader implements AutoCloseable {
    private final SimJournal journal;
    private int position;
    private long index;

    SimJournalReader(final SimJournal journal) {
        this.journal = journal;
    }

    /**
     * Passes records to inputs.
     *
     * @param handler takes the records.
     * @param limit   the largest number of records.
     * @return the number of records.
     */
    public int poll(final Inputs handler, final int limit) {
        int count = 0;
        while (count < limit && position < journal.records.size()) {
            final Input in = journal.records.get(position);
            journal.process.step();
            position++;
            index = in.index;
            in.applyTo(handler);
            count++;
        }
        return count;
    }

    /**
     * Passes one record to a handler.
     *
     * @param handler takes the record.
     * @return false at the end.
     */
    public boolean next(final RecordHandler handler) {
        if (position == journal.records.size()) {
            return false;
        }
        final Input in = journal.records.get(position++);
        index = in.index;
        handler.onRecord(in);
        return true;
    }

    /**
     * Returns whether there are no more records.
     *
     * @return true at the end of the journal.
     */
    public boolean isAtEnd() {
        return position == journal.records.size();
    }

    /**
     * Returns the index of the record read last.
     *
     * @return 0 before the first.
     */
    public long index() {
        return index;
    }

    /**
     * Skips the next record.
     *
     * @param passed the index of the record.
     */
    public void passOver(final long passed) {
        if (journal.records.get(position).index != passed) {
            throw new IllegalStateException("skips " + Long.toHexString(passed) + ", which is not the next record");
        }
        position++;
        index = passed;
    }

    /**
     * Moves to a record.
     *
     * @param from index of the next record, or a lower one.
     */
    public void moveTo(final long from) {
        position = journal.records.countUpTo(from - 1);
        index = 0;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
