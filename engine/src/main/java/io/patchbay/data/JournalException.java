package io.patchbay.data;

import io.patchbay.protocol.Indexes;

import java.nio.file.Path;

/**
 * Thrown if the journal cannot be read or written. The message is one line for the operator: what is wrong, where, and what to
 * do.
 */
public final class JournalException extends RuntimeException {
    /** The kinds of problem. */
    public enum Problem {
        /** The record was written by a newer Patchbay and has a schema that this one does not know. */
        NEWER_SCHEMA,
        /** The record was written for rules of the engine that this version does not know. */
        NEWER_RULES,
        /** The record has a kind that this schema does not have. */
        UNKNOWN_KIND,
        /** A record or a file is not as it was written. */
        DAMAGED,
        /** A file of the journal is missing, belongs to another journal, or ends before a record that it is known to have had. */
        NOT_WHOLE,
        /** There is no journal at this path. */
        NOT_A_JOURNAL,
        /** The record is larger than the journal's block size allows. */
        TOO_LARGE,
        /** Neither the disk nor the journal's reserve has space. */
        DISK_FULL,
        /** The newest file has as many records as its indexes can count. */
        FILE_FULL,
        /** The queue could not be opened, locked, written or synced. */
        UNAVAILABLE
    }

    private final Problem problem;
    private final long index;
    private final String what;
    private final transient Path file;
    private final long position;

    public JournalException(final Problem problem, final long index, final String message, final Throwable cause) {
        this(problem, index, message, null, null, -1, cause);
    }

    private JournalException(final Problem problem, final long index, final String message, final String what, final Path file,
        final long position, final Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.index = index;
        this.what = what;
        this.file = file;
        this.position = position;
    }

    public static JournalException damaged(final long index, final String what, final Throwable cause) {
        return new JournalException(Problem.DAMAGED, index, "The journal's record " + Indexes.format(index) + " is damaged ("
            + what + "): restore the journal from a backup; or ./patchbay journal check DIR says how much is sound.", what,
            null, -1, cause);
    }

    public static JournalException unknownKind(final long index, final String what) {
        return new JournalException(Problem.UNKNOWN_KIND, index, "The journal's record " + Indexes.format(index) + " is damaged ("
            + what + "): something else wrote into this journal; restore it from a copy.", what, null, -1, null);
    }

    /** Returns an exception for damage in one of the queue's files, before any of its records can be named. */
    public static JournalException damagedFile(final Path file, final long position, final String what) {
        return new JournalException(Problem.DAMAGED, 0, "The journal's file " + file + " is damaged at byte " + position + " ("
            + what + "): " + advice(file), what, file, position, null);
    }

    /** Returns an exception for a journal that cannot be shown to be whole; the message is complete. */
    public static JournalException notWhole(final Path file, final long index, final String message, final Throwable cause) {
        return new JournalException(Problem.NOT_WHOLE, index, message, message, file, -1, cause);
    }

    /** Returns an exception for a file of a journal that is missing or does not belong there. */
    public static JournalException notWhole(final Path dir, final Path file, final long index, final String what) {
        final Path data = dir.endsWith(DataDirectory.JOURNAL) ? dir.getParent() : dir;
        return new JournalException(Problem.NOT_WHOLE, index, "The journal in " + dir + " is not whole or not its own: "
            + file.getFileName() + ": " + what + ". Put the files back, from a backup or from where they were moved; or"
            + " ./patchbay journal check " + data + " says what is there, and ./patchbay journal repair " + data + " goes on"
            + " without what is missing.", what, file, -1, null);
    }

    /**
     * Returns an exception for a snapshot of records that the journal does not have any more.
     *
     * @param dir       directory of the journal.
     * @param snapshot  file of the snapshot.
     * @param index     index of the last record in its state.
     * @param lastIndex index of the journal's last record; 0 if there is none.
     * @return the exception, to be thrown.
     */
    public static JournalException beyondEnd(final Path dir, final Path snapshot, final long index, final long lastIndex) {
        return notWhole(dir, snapshot, index, "it is the state after the record " + Indexes.format(index)
            + ", and the journal ends with " + (lastIndex == 0 ? "none" : Indexes.format(lastIndex)));
    }

    /**
     * Returns this exception with the file and the position of the damaged record. An exception without damage, or with a file,
     * is returned unchanged.
     */
    public JournalException at(final Path path, final long byteInFile) {
        if (what == null || file != null) {
            return this;
        }
        return new JournalException(problem, index, "The journal's record " + Indexes.format(index) + " is damaged (" + what
            + ") in " + path + " at byte " + byteInFile + ": " + advice(path), what, path, byteInFile, getCause());
    }

    private static String advice(final Path file) {
        final Path journal = file.toAbsolutePath().normalize().getParent();
        final Path data = journal.endsWith(DataDirectory.JOURNAL) ? journal.getParent() : journal;
        return "restore it from a backup; or ./patchbay journal check " + data + " says how much is sound, and ./patchbay"
            + " journal repair " + data + " keeps that, beside the damaged journal.";
    }

    public static JournalException unavailable(final String message, final Throwable cause) {
        return new JournalException(Problem.UNAVAILABLE, 0, message, cause);
    }

    /**
     * Returns the kind of problem, for a caller that acts on it.
     *
     * @return never null.
     */
    public Problem problem() {
        return problem;
    }

    /**
     * Returns what is wrong with a record, in a few words.
     *
     * @return null if the problem is not damage.
     */
    public String what() {
        return what;
    }

    /**
     * Returns the file with the problem.
     *
     * @return null if it is not known.
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the position of the problem in its file.
     *
     * @return bytes from the file's beginning; -1 if it is not known.
     */
    public long position() {
        return position;
    }

    /**
     * Returns the record with the problem.
     *
     * @return its index; 0 if the problem is not about one record.
     */
    public long index() {
        return index;
    }
}
