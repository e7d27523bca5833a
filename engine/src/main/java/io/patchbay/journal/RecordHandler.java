package io.patchbay.journal;

import io.patchbay.engine.input.Input;

/**
 * Takes records of any kind from a {@link JournalReader}.
 */
@FunctionalInterface
public interface RecordHandler {
    /**
     * One record.
     *
     * @param in valid during the call only, its buffers too.
     */
    void onRecord(Input in);
}
