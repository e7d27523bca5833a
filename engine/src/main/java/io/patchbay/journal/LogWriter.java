package io.patchbay.journal;

import io.patchbay.engine.input.Inputs;
import io.patchbay.journal.record.RecordHandler;

/**
 * Appends records to a {@link RecordLog}. One thread.
 */
public interface LogWriter extends Inputs, AutoCloseable {
    /**
     * Returns the index of the last record that this writer has appended.
     *
     * @return 0 before the first.
     */
    long lastIndex();

    /**
     * Sets a handler that is called with each record right after it was appended, before the append returns.
     *
     * @param handler called on this writer's thread.
     */
    void afterAppend(RecordHandler handler);

    @Override
    void close();
}
