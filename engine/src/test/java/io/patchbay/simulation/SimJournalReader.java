package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.journal.LogReader;
import io.patchbay.journal.record.RecordHandler;

/**
 * A fake of the journal's reader.
 */
final class SimJournalReader implements LogReader {
    private final SimJournal journal;
    /** Position up to which one-way messages are left out, by a deliberate fault. */
    private final int forgetsBefore;
    private int position;
    private long index;

    SimJournalReader(final SimJournal journal) {
        this.journal = journal;
        forgetsBefore = journal.parts.isForgetfulOfOneWay() ? journal.records.size() : 0;
    }

    @Override
    public int poll(final Inputs handler, final int limit) {
        int count = 0;
        while (count < limit && position < journal.records.size()) {
            final Input in = journal.records.get(position);
            journal.process.step();
            position++;
            index = in.index;
            if (position > forgetsBefore || !isOneWay(in)) {
                in.applyTo(handler);
            }
            count++;
        }
        return count;
    }

    private static boolean isOneWay(final Input in) {
        return in instanceof MessageInput message && message.responder.capacity() == 0;
    }

    @Override
    public boolean next(final RecordHandler handler) {
        if (position == journal.records.size()) {
            return false;
        }
        final Input in = journal.records.get(position++);
        index = in.index;
        handler.onRecord(in);
        return true;
    }

    @Override
    public boolean isAtEnd() {
        return position == journal.records.size();
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public void passOver(final long passed) {
        if (journal.records.get(position).index != passed) {
            throw new IllegalStateException("skips " + Long.toHexString(passed) + ", which is not the next record");
        }
        position++;
        index = passed;
    }

    @Override
    public void moveTo(final long from) {
        position = journal.records.countUpTo(from - 1);
        index = 0;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
