package io.patchbay.gateway.cli;

/**
 * A terminal command could not get to a server, with a message for the person who typed it.
 */
final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(final String message) {
        super(message);
    }
}
