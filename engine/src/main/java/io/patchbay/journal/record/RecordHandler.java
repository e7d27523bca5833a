package io.patchbay.journal.record;

import io.patchbay.engine.input.Input;

/**
 * Receives records of any kind from a {@code JournalReader}.
 */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Called for each record.
     *
     * @param in the record, valid only during the call, as are its buffers.
     */
    void onRecord(Input in);
}
