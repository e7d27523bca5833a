package io.patchbay.cli;

/**
 * The exit codes of every program.
 */
public final class ExitCode {
    /** The command did what it was asked for. */
    public static final int DONE = 0;
    /** A check failed, or the answer was an error. */
    public static final int FAILED = 1;
    /** An option or a parameter was wrong. */
    public static final int WRONG_USAGE = 2;
    /** The command could not run: something that it needs is missing, in use or damaged. */
    public static final int COULD_NOT_RUN = 3;

    private ExitCode() {
    }
}
