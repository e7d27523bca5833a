package io.patchbay.replay;

/**
 * The exit codes of the contract, section 8.
 */
final class ExitCodes {
    static final int DONE = 0;
    static final int CHECK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int COULD_NOT_RUN = 3;

    private ExitCodes() {
    }
}
