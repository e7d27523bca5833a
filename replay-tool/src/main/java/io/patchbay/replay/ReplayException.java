package io.patchbay.replay;

/**
 * Thrown when a command cannot do what it was asked for. The message is one line for the operator.
 */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Creates an exception with which the command ends, with an exit code of {@code ExitCode}. */
    public ReplayException(final int exitCode, final String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
