package io.patchbay.snapshot;

/**
 * Thrown where a snapshot cannot be used, read or written. The message is one line for the operator: which file, and what is
 * wrong with it.
 */
public final class SnapshotException extends RuntimeException {
    SnapshotException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
