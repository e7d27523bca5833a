package io.patchbay.replay;

import io.patchbay.engine.input.Input;

/**
 * Sees each record of a journal in order.
 */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * One record.
     *
     * @param in           valid during the call only.
     * @param engineTimeNs the highest record time so far.
     * @param lengthBytes  of the record in the journal.
     * @return false to stop before this record counts as seen.
     */
    boolean visit(Input in, long engineTimeNs, int lengthBytes);
}
