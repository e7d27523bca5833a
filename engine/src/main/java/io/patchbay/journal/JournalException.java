package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

import java.nio.file.Path;

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
        /** A file of the journal is missing, is another journal's, or ends before what it is known to have had. */
        NOT_WHOLE,
        /** There is no journal at this path. */
        NOT_A_JOURNAL,
        /** A record larger than the journal's block size allows. */
        TOO_LARGE,
        /** Neither the disk nor the journal's reserve has room. */
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

    JournalException(final Problem problem, final long index, final String message, final Throwable cause) {
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

    static JournalException damaged(final long index, final String what, final Throwable cause) {
        return new JournalException(Problem.DAMAGED, index, "The journal's record " + Indexes.format(index) + " is damaged ("
            + what + "): restore the journal from a backup; or ./patchbay journal check DIR says how much is sound.", what,
            null, -1, cause);
    }

    static JournalException unknownKind(final long index, final String what) {
        return new JournalException(Problem.UNKNOWN_KIND, index, "The journal's record " + Indexes.format(index) + " is damaged ("
            + what + "): something else wrote into this journal; restore it from a copy.", what, null, -1, null);
    }

    /** One of the queue's own files, before any record of it can be named. */
    static JournalException damagedFile(final Path file, final long position, final String what) {
        return new JournalException(Problem.DAMAGED, 0, "The journal's file " + file + " is damaged at byte " + position + " ("
            + what + "): " + advice(file), what, file, position, null);
    }

    /** Something that keeps the journal from being known to be whole; the message says all. */
    static JournalException notWhole(final Path file, final long index, final String message, final Throwable cause) {
        return new JournalException(Problem.NOT_WHOLE, index, message, message, file, -1, cause);
    }

    /** A file of a journal that is missing or does not belong there. */
    static JournalException notWhole(final Path dir, final Path file, final long index, final String what) {
        final Path data = dir.endsWith(DataDirectory.JOURNAL) ? dir.getParent() : dir;
        return new JournalException(Problem.NOT_WHOLE, index, "The journal in " + dir + " is not whole or not its own: "
            + file.getFileName() + ": " + what + ". Put the files back, from a backup or from where they were moved; or"
            + " ./patchbay journal check " + data + " says what is there, and ./patchbay journal repair " + data + " goes on"
            + " without what is missing.", what, file, -1, null);
    }

    /**
     * A snapshot of records that the journal does not have any more.
     *
     * @param dir       of the journal.
     * @param snapshot  its file.
     * @param index     last record in its state.
     * @param lastIndex last record of the journal, 0 for none.
     * @return to be thrown.
     */
    public static JournalException beyondEnd(final Path dir, final Path snapshot, final long index, final long lastIndex) {
        return notWhole(dir, snapshot, index, "it is the state after the record " + Indexes.format(index)
            + ", and the journal ends with " + (lastIndex == 0 ? "none" : Indexes.format(lastIndex)));
    }

    /** The same of a damaged record, with the place where it was found; others as they are. */
    JournalException at(final Path path, final long byteInFile) {
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
     * What is wrong with a record, in a few words.
     *
     * @return null where it is not about damage.
     */
    public String what() {
        return what;
    }

    /**
     * Which file it is about.
     *
     * @return null where that is not known.
     */
    public Path file() {
        return file;
    }

    /**
     * Where in that file it is.
     *
     * @return bytes from its beginning, -1 where that is not known.
     */
    public long position() {
        return position;
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
