package io.patchbay.journal.record;

/**
 * Thrown if bytes of one of the queue's files are not as Chronicle writes them. The caller that knows the record catches it.
 */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    public FormatException(final long position, final String what) {
        super(what);
        this.position = position;
    }

    /** Returns the position in the file. */
    public long position() {
        return position;
    }
}
