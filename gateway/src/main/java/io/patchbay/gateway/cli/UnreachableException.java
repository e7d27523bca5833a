package io.patchbay.gateway.cli;

/**
 * Thrown where a terminal command cannot connect to a server. The message is for the person who typed the command.
 */
final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(final String message) {
        super(message);
    }
}
