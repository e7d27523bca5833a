package io.patchbay.journal;

/**
 * Bytes of one of the queue's files are not as Chronicle writes them. Caught by whoever knows which record that is about.
 */
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    FormatException(final long position, final String what) {
        super(what);
        this.position = position;
    }

    /** Where in the file. */
    long position() {
        return position;
    }
}
