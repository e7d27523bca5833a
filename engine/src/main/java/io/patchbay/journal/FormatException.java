package io.patchbay.journal;

/**
 * Thrown if bytes of one of the queue's files are not as Chronicle writes them. The caller that knows the record catches it.
 */
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    FormatException(final long position, final String what) {
        super(what);
        this.position = position;
    }

    /** Returns the position in the file. */
    long position() {
        return position;
    }
}
