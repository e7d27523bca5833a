package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

/**
 * The journal cannot be read or written. The message is one line for the operator: what, where, and what to do.
 */
public final class JournalException extends RuntimeException {
    /** What is wrong. */
    public enum Problem {
        /** Written by a newer Patchbay, whose records this one does not know. */
        NEWER_SCHEMA,
        /** Written for rules of the engine that this version does not know. */
        NEWER_RULES,
        /** A kind of record that this schema does not have. */
        UNKNOWN_KIND,
        /** A record that is not as it was written. */
        DAMAGED,
        /** There is no journal at this path. */
        NOT_A_JOURNAL,
        /** A record larger than the journal's block size allows. */
        TOO_LARGE,
        /** Neither the disk nor the journal's reserve has room. */
        DISK_FULL,
        /** The queue could not be opened, locked, written or synced. */
        UNAVAILABLE
    }

    private final Problem problem;
    private final long index;

    JournalException(final Problem problem, final long index, final String message, final Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.index = index;
    }

    static JournalException damaged(final long index, final String what, final Throwable cause) {
        return new JournalException(Problem.DAMAGED, index, "The journal's record " + Indexes.format(index) + " is damaged ("
            + what + "): restore the journal from a copy, or replay up to the record before it.", cause);
    }

    static JournalException unavailable(final String message, final Throwable cause) {
        return new JournalException(Problem.UNAVAILABLE, 0, message, cause);
    }

    /**
     * What is wrong, for a caller that acts on it.
     *
     * @return never null.
     */
    public Problem problem() {
        return problem;
    }

    /**
     * Which record it is about.
     *
     * @return its index, 0 where it is not about one record.
     */
    public long index() {
        return index;
    }
}
