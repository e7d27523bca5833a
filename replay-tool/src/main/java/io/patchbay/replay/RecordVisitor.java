package io.patchbay.replay;

import io.patchbay.engine.input.Input;

/**
 * A visitor of a journal's records, in their order.
 */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * Visits one record.
     *
     * @param in           the record's fields, valid during the call only.
     * @param engineTimeNs the highest record time so far, in nanoseconds since the epoch.
     * @param lengthBytes  the record's length in the journal.
     * @return false to end the scan at this record.
     */
    boolean visit(Input in, long engineTimeNs, int lengthBytes);
}
