package io.patchbay.simulation;

import io.patchbay.engine.Inputs;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.RecordHandler;

/**
 * Stands for the journal's reader.
 */
public final class SimJournalReader implements AutoCloseable {
    private final SimJournal journal;
    private int position;
    private long index;

    SimJournalReader(final SimJournal journal) {
        this.journal = journal;
    }

    /**
     * Hands over records.
     *
     * @param handler takes them.
     * @param limit   of records.
     * @return how many.
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
     * Hands over one record.
     *
     * @param handler takes it.
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
     * Is there nothing more?
     *
     * @return true if so.
     */
    public boolean isAtEnd() {
        return position == journal.records.size();
    }

    /**
     * Of the record last handed over.
     *
     * @return 0 before the first.
     */
    public long index() {
        return index;
    }

    /**
     * A record need not be handed over.
     *
     * @param passed its index.
     */
    public void passOver(final long passed) {
        if (journal.records.get(position).index != passed) {
            throw new IllegalStateException("passed over " + Long.toHexString(passed) + ", which is not the next");
        }
        position++;
        index = passed;
    }

    /**
     * As the reader's.
     *
     * @param from index that the next record has, or a higher one.
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
